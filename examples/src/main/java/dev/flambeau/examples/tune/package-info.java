/** The search for a device's best tiles, on the command line. */
@NullMarked
package dev.flambeau.examples.tune;

import org.jspecify.annotations.NullMarked;
