/** Tests. */
@NullMarked
package dev.flambeau.cli.command;

import org.jspecify.annotations.NullMarked;
