/** Tests. */
@NullMarked
package dev.flambeau.examples.command;

import org.jspecify.annotations.NullMarked;
