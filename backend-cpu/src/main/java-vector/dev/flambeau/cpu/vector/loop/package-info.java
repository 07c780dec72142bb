/** Loops that compute a vector at a time: how wide it is, the elementwise ops on it, and sums. */
@NullMarked
package dev.flambeau.cpu.vector.loop;

import org.jspecify.annotations.NullMarked;
