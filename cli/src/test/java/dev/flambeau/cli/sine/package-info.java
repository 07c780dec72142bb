/** Tests. */
@NullMarked
package dev.flambeau.cli.sine;

import org.jspecify.annotations.NullMarked;
