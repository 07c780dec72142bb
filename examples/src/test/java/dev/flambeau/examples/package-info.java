/** Tests. */
@NullMarked
package dev.flambeau.examples;

import org.jspecify.annotations.NullMarked;
