@NullMarked
package dev.flambeau.benchmarks.command.cost;

import org.jspecify.annotations.NullMarked;
