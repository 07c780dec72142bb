/** Tests of the command that runs the conformance kit. */
@NullMarked
package dev.flambeau.examples.conformance;

import org.jspecify.annotations.NullMarked;
