/** The order in which kernels add, read back from their results. */
@NullMarked
package dev.flambeau.tck.order;

import org.jspecify.annotations.NullMarked;
