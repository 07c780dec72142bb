/**
 * Floor 0: shapes, types, and every op as an immutable record.
 *
 * <p>An op carries its attributes, checks the types of its inputs and infers those of its outputs,
 * and, where it is made of simpler ops, says which: nothing else. Backends, gradients and the
 * conformance kit are tables over these records. This package depends on the JDK alone.
 */
@NullMarked
package dev.flambeau.op;

import org.jspecify.annotations.NullMarked;
