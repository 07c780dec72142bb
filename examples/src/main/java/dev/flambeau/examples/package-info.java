/** The command line of the examples: its root, and the commands that belong to none of them. */
@NullMarked
package dev.flambeau.examples;

import org.jspecify.annotations.NullMarked;
