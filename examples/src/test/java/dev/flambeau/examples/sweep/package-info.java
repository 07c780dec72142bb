/** Tests. */
@NullMarked
package dev.flambeau.examples.sweep;

import org.jspecify.annotations.NullMarked;
