/** Kernels that are written at run time: of fused ops and of optimizer updates. */
@NullMarked
package dev.flambeau.opencl.fused;

import org.jspecify.annotations.NullMarked;
