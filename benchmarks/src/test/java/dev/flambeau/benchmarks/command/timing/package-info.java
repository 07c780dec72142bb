@NullMarked
package dev.flambeau.benchmarks.command.timing;

import org.jspecify.annotations.NullMarked;
