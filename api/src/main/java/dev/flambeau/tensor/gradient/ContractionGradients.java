package dev.flambeau.tensor.gradient;

import dev.flambeau.op.Contraction.Linear;
import dev.flambeau.op.Contraction.MatMul;
import dev.flambeau.op.Shape;
import dev.flambeau.tensor.Tensor;

/** The gradients of products are products; transposition is an attribute, so nothing is moved. */
final class ContractionGradients {
  private ContractionGradients() {}

  static void register() {
    Gradients.put(MatMul.class, ContractionGradients::matmul);
    Gradients.put(Linear.class, ContractionGradients::linear);
  }

  private static void matmul(MatMul op, Backward b) {
    Tensor g = b.gradient();
    boolean ta = op.transposeA();
    boolean tb = op.transposeB();
    if (b.needs(0)) {
      Tensor right = b.input(1);
      Tensor d = ta ? right.matmul(g, tb, true) : g.matmul(right, false, !tb);
      Broadcasting.give(b, 0, d);
    }
    if (b.needs(1)) {
      Tensor left = b.input(0);
      Tensor d = tb ? g.matmul(left, true, ta) : left.matmul(g, !ta, false);
      Broadcasting.give(b, 1, d);
    }
  }

  /** The bias's gradient is a contraction with ones over the rows, like the weight's. */
  private static void linear(Linear op, Backward b) {
    Shape in = b.shape(0);
    int rows = in.elements(0, in.rank() - 1);
    Tensor g = b.gradient().reshape(rows, b.gradient().shape().size(-1));
    if (b.needs(0)) {
      b.give(0, g.matmul(b.input(1)).reshape(in.sizes()));
    }
    if (b.needs(1)) {
      b.give(1, g.matmul(b.input(0).reshape(rows, in.size(-1)), true, false));
    }
    if (b.needs(2)) {
      Tensor ones = g.constant(1, Shape.of(rows, 1));
      b.give(2, ones.matmul(g, true, false).reshape(g.shape().size(1)));
    }
  }
}
