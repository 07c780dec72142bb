/** Tests of the command that runs the conformance kit. */
@NullMarked
package dev.flambeau.cli.conformance;

import org.jspecify.annotations.NullMarked;
