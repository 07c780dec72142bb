/**
 * Loops over floats: of elementwise ops, each generated as a class of its own, and of the sums that
 * may end them; and where in arrays their operands lie.
 */
@NullMarked
package dev.flambeau.cpu.loop;

import org.jspecify.annotations.NullMarked;
