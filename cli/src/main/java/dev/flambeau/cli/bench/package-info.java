/**
 * How fast it is: commands that time ops and training steps, all by {@link
 * dev.flambeau.cli.bench.Groups one protocol}.
 */
@NullMarked
package dev.flambeau.cli.bench;

import org.jspecify.annotations.NullMarked;
