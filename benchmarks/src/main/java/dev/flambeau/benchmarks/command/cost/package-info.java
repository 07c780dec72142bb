/** The cost of a step beside its time, and the least time that a machine takes for one. */
@NullMarked
package dev.flambeau.benchmarks.command.cost;

import org.jspecify.annotations.NullMarked;
