/** The search for a device's best tiles, on the command line. */
@NullMarked
package dev.flambeau.cli.tune;

import org.jspecify.annotations.NullMarked;
