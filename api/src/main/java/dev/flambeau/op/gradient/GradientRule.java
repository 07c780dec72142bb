package dev.flambeau.op.gradient;

import dev.flambeau.op.Op;

/** How the gradients of an op's outputs become those of its inputs. */
@FunctionalInterface
public interface GradientRule<O extends Op> {
  void apply(O op, Backward backward);
}
