@NullMarked
package dev.flambeau.benchmarks.command;

import org.jspecify.annotations.NullMarked;
