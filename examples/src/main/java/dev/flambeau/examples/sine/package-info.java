/** From the sine to the cosine: a recurrent network on sequences. */
@NullMarked
package dev.flambeau.examples.sine;

import org.jspecify.annotations.NullMarked;
