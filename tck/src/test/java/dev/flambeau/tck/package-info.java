/**
 * The catalogue run on every device here, checks that nothing is missing from it, and the kit
 * itself tested by backends that are broken on purpose.
 */
@NullMarked
package dev.flambeau.tck;

import org.jspecify.annotations.NullMarked;
