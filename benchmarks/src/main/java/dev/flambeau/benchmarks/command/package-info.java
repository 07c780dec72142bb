/**
 * How fast it is: commands that time ops and training steps, all by {@link
 * dev.flambeau.benchmarks.command.timing.Groups one protocol}.
 */
@NullMarked
package dev.flambeau.benchmarks.command;

import org.jspecify.annotations.NullMarked;
