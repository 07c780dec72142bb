package dev.flambeau.op.gradient;

import dev.flambeau.op.Reduction;
import dev.flambeau.op.Shape;
import dev.flambeau.op.Value;

/** Spreads a gradient over the values that were reduced. */
final class ReductionGradients {
  private ReductionGradients() {}

  static void register() {
    Gradients.put(Reduction.Sum.class, (op, b) -> b.give(0, spread(op, b.gradient(), b.shape(0))));
    Gradients.put(Reduction.Mean.class, ReductionGradients::mean);
    Gradients.put(Reduction.Max.class, ReductionGradients::max);
  }

  private static void mean(Reduction.Mean op, Backward b) {
    Shape shape = b.shape(0);
    double count = 1;
    for (int axis : op.axes()) {
      count *= shape.size(axis);
    }
    Value share = b.gradient().div(count);
    b.give(0, spread(op, share, shape));
  }

  /** Equal largest values share the gradient, as PyTorch's amax has it. */
  private static void max(Reduction.Max op, Backward b) {
    Value x = b.input(0);
    Value largest = x.eq(b.output().reshape(kept(op, x.shape())));
    Value count = largest.cast(x.type().dtype()).sum(op.axes(), true);
    Value share = b.gradient().reshape(count.shape()).div(count);
    b.give(0, largest.where(share, 0));
  }

  private static Value spread(Reduction op, Value gradient, Shape shape) {
    return gradient.reshape(kept(op, shape)).expand(shape);
  }

  private static Shape kept(Reduction op, Shape shape) {
    return shape.reduce(op.axes(), true);
  }
}
