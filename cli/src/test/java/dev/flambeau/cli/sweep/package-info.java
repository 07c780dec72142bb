/** Tests. */
@NullMarked
package dev.flambeau.cli.sweep;

import org.jspecify.annotations.NullMarked;
