/**
 * Recurrent layers over whole sequences: products of all steps at once, and the steps in plain
 * Java.
 */
@NullMarked
package dev.flambeau.cpu.recurrence;

import org.jspecify.annotations.NullMarked;
