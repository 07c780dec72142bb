/**
 * The tiles by which matrix products are computed: those that suit a device, and those that were
 * found for it.
 */
@NullMarked
package dev.flambeau.opencl.tile;

import org.jspecify.annotations.NullMarked;
