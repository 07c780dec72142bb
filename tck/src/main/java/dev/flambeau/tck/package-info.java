/**
 * The conformance kit: runs the catalogue on any backend and compares with {@code cpu:reference},
 * bit for bit.
 *
 * <p>For the author of a backend: {@code Conformance.of(backend).run(Catalogue.cases())}. A failure
 * names the case, the element, both bit patterns and the heading of docs/numerics.md that is
 * broken. It knows ops and backends, and nothing of tensors but their random numbers.
 */
@NullMarked
package dev.flambeau.tck;

import org.jspecify.annotations.NullMarked;
