/** Programs of one file each, to copy into a project of one's own. */
@NullMarked
package dev.flambeau.examples;

import org.jspecify.annotations.NullMarked;
