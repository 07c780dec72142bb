/** Timing of work in groups of runs, and the memory that ops work on. */
@NullMarked
package dev.flambeau.benchmarks.command.timing;

import org.jspecify.annotations.NullMarked;
