/**
 * The elementary functions' exact results: an oracle that computes them and the evidence of what
 * all 2³² of them are. Knows of the library no more than the ops' names, and shares nothing with
 * any kernel.
 */
@NullMarked
package dev.flambeau.tck.function;

import org.jspecify.annotations.NullMarked;
