/** Tests. */
@NullMarked
package dev.flambeau.examples.tune;

import org.jspecify.annotations.NullMarked;
