/**
 * The elementary functions' exact results: an oracle that computes them and the evidence of what
 * all 2³² of them are. May depend on nothing but the JDK, and shares nothing with any kernel.
 */
@NullMarked
package dev.flambeau.tck.function;

import org.jspecify.annotations.NullMarked;
