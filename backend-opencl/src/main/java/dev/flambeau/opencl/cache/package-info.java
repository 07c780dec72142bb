/** What one process leaves on disk for the next. */
@NullMarked
package dev.flambeau.opencl.cache;

import org.jspecify.annotations.NullMarked;
