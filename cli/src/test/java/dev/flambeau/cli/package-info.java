/** Tests. */
@NullMarked
package dev.flambeau.cli;

import org.jspecify.annotations.NullMarked;
