/**
 * Launches of kernels: their arguments, and what becomes of them; and those of ops that are one.
 */
@NullMarked
package dev.flambeau.opencl.launch;

import org.jspecify.annotations.NullMarked;
