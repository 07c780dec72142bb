/**
 * The gradient of every op: one rule a record, written in tensor ops, so that gradients run on
 * every backend without backend code. The rules stand in docs/numerics.md, "Gradients".
 */
@NullMarked
package dev.flambeau.tensor.gradient;

import org.jspecify.annotations.NullMarked;
