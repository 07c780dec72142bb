/**
 * Elementary functions and fused multiply-add in Java, each correctly rounded. Knows the JDK alone.
 */
@NullMarked
package dev.flambeau.cpu.function;

import org.jspecify.annotations.NullMarked;
