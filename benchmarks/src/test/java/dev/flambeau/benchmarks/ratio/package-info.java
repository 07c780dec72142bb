@NullMarked
package dev.flambeau.benchmarks.ratio;

import org.jspecify.annotations.NullMarked;
