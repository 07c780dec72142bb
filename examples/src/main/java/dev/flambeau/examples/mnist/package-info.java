/** Handwritten digits: training a classifier, and asking it. */
@NullMarked
package dev.flambeau.examples.mnist;

import org.jspecify.annotations.NullMarked;
