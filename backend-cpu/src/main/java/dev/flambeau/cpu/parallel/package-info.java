/**
 * The table of {@code cpu}, with kernels of FLOAT32 in loop orders that HotSpot vectorises. They
 * are shared out over threads by output element, so that neither the order of a sum nor a bit of it
 * depends on these.
 */
@NullMarked
package dev.flambeau.cpu.parallel;

import org.jspecify.annotations.NullMarked;
