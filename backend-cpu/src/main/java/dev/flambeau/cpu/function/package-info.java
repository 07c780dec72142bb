/** Elementary functions in Java, correctly rounded. */
@NullMarked
package dev.flambeau.cpu.function;

import org.jspecify.annotations.NullMarked;
