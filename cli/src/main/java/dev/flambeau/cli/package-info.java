/** The command line: its root, and the commands that belong to none of its packages. */
@NullMarked
package dev.flambeau.cli;

import org.jspecify.annotations.NullMarked;
