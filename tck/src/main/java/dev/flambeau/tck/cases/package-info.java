/**
 * What an op must compute, as data: a case is an op, the types of its operands, and the patterns
 * that fill them. Nothing here knows a backend: {@code Conformance} runs cases.
 */
@NullMarked
package dev.flambeau.tck.cases;

import org.jspecify.annotations.NullMarked;
