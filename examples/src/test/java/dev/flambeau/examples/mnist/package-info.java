/** Tests. */
@NullMarked
package dev.flambeau.examples.mnist;

import org.jspecify.annotations.NullMarked;
