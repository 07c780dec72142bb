/** Tests. */
@NullMarked
package dev.flambeau.examples.sine;

import org.jspecify.annotations.NullMarked;
