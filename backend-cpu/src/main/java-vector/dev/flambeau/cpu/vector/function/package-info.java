/**
 * Elementary functions of the bits of {@link dev.flambeau.cpu.function.CorrectlyRounded}, a vector
 * of doubles at a time.
 */
@NullMarked
package dev.flambeau.cpu.vector.function;

import org.jspecify.annotations.NullMarked;
