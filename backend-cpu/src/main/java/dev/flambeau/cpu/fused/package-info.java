/**
 * Fused ops: compiled to instructions on blocks that stay in the first-level cache, then run on
 * block after block, by themselves, behind a matrix product or as the step of an optimizer.
 */
@NullMarked
package dev.flambeau.cpu.fused;

import org.jspecify.annotations.NullMarked;
