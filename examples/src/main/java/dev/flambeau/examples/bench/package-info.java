/**
 * How fast it is: commands that time ops and training steps, all by {@link
 * dev.flambeau.examples.bench.Groups one protocol}.
 */
@NullMarked
package dev.flambeau.examples.bench;

import org.jspecify.annotations.NullMarked;
