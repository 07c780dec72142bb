/**
 * docs/numerics.md as plain loops, one class a family, for every element type. An op that has a
 * decomposition has no kernel here: the decomposition is its definition.
 */
@NullMarked
package dev.flambeau.cpu.reference;

import org.jspecify.annotations.NullMarked;
