/**
 * Finds the tiles by which a device multiplies fastest: {@link dev.flambeau.opencl.tuning.Tuner}.
 */
@NullMarked
package dev.flambeau.opencl.tuning;

import org.jspecify.annotations.NullMarked;
