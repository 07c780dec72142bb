/** From the sine to the cosine: a recurrent network on sequences. */
@NullMarked
package dev.flambeau.cli.sine;

import org.jspecify.annotations.NullMarked;
