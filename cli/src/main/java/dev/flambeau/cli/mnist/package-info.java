/** Handwritten digits: training a classifier, and asking it. */
@NullMarked
package dev.flambeau.cli.mnist;

import org.jspecify.annotations.NullMarked;
