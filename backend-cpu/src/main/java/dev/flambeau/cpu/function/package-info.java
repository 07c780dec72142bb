/**
 * Elementary functions of {@code float}, correctly rounded. Depends on nothing; the kernels of this
 * backend call it.
 */
@NullMarked
package dev.flambeau.cpu.function;

import org.jspecify.annotations.NullMarked;
