package dev.flambeau.tensor.gradient;

import dev.flambeau.op.Op;

/** How the gradient of an op's output becomes those of its inputs. */
@FunctionalInterface
public interface GradientRule<O extends Op> {
  void apply(O op, Backward backward);
}
