/** The networks whose training steps are timed. */
@NullMarked
package dev.flambeau.benchmarks.command.network;

import org.jspecify.annotations.NullMarked;
