/** Tests. */
@NullMarked
package dev.flambeau.cli.tune;

import org.jspecify.annotations.NullMarked;
