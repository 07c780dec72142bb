/**
 * Floor 0: the gradient of every op, one rule a record, written in verbs on values. So a rule runs
 * on every backend, op by op or planned, and can be differentiated once more. The rules stand in
 * docs/numerics.md, "Gradients".
 */
@NullMarked
package dev.flambeau.op.gradient;

import org.jspecify.annotations.NullMarked;
