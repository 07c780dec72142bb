/** The conformance kit on a device, by the command line. */
@NullMarked
package dev.flambeau.cli.conformance;

import org.jspecify.annotations.NullMarked;
