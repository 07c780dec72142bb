/** Ops over rows beside loops by hand. */
@NullMarked
package dev.flambeau.benchmarks.rows;

import org.jspecify.annotations.NullMarked;
