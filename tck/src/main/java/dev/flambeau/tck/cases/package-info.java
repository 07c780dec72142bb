/**
 * The catalogue: what every op must compute, as data.
 *
 * <p>A case is an op, the types of its operands, and the patterns that fill them. One file holds
 * the cases of one family of ops, in the order of docs/numerics.md, and {@link
 * dev.flambeau.tck.cases.Catalogue} lists the families. Nothing here knows a backend: {@link
 * dev.flambeau.tck.Conformance} runs cases.
 */
@NullMarked
package dev.flambeau.tck.cases;

import org.jspecify.annotations.NullMarked;
