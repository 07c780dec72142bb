/**
 * Functions of single numbers that are exact or correctly rounded on every processor. Depends on
 * the JDK alone.
 */
@NullMarked
package dev.flambeau.cpu.function;

import org.jspecify.annotations.NullMarked;
