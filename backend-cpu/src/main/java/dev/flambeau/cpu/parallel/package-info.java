/**
 * The kernels of {@code cpu}: FLOAT32 alone, in loop orders that HotSpot vectorises, shared out
 * over threads by output element, so that neither the order of a sum nor a bit of it depends on
 * them.
 */
@NullMarked
package dev.flambeau.cpu.parallel;

import org.jspecify.annotations.NullMarked;
