package dev.flambeau.tensor.gradient;

import dev.flambeau.op.Reduction;
import dev.flambeau.op.Shape;
import dev.flambeau.tensor.Tensor;

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
    Tensor share = b.gradient().div(b.gradient().constant(count));
    b.give(0, spread(op, share, shape));
  }

  /** Equal largest values share the gradient, as PyTorch's amax has it. */
  private static void max(Reduction.Max op, Backward b) {
    Tensor x = b.input(0);
    int[] axes = op.axes().stream().mapToInt(Integer::intValue).toArray();
    Tensor largest = x.eq(b.output().reshape(kept(op, x.shape()).sizes()));
    Tensor count = largest.cast(x.dtype()).sum(axes, true);
    Tensor share = b.gradient().reshape(count.shape().sizes()).div(count);
    b.give(0, Tensor.where(largest, share, share.constant(0)));
  }

  private static Tensor spread(Reduction op, Tensor gradient, Shape shape) {
    return gradient.reshape(kept(op, shape).sizes()).expand(shape.sizes());
  }

  private static Shape kept(Reduction op, Shape shape) {
    return shape.reduce(op.axes(), true);
  }
}
