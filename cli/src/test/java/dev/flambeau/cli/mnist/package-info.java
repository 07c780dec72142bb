/** Tests. */
@NullMarked
package dev.flambeau.cli.mnist;

import org.jspecify.annotations.NullMarked;
