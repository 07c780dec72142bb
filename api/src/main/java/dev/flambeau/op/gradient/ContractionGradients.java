package dev.flambeau.op.gradient;

import dev.flambeau.op.Contraction.Linear;
import dev.flambeau.op.Contraction.MatMul;
import dev.flambeau.op.Shape;
import dev.flambeau.op.Value;

/** The gradients of products are products; transposition is an attribute, so nothing is moved. */
final class ContractionGradients {
  private ContractionGradients() {}

  static void register() {
    Gradients.put(MatMul.class, ContractionGradients::matmul);
    Gradients.put(Linear.class, ContractionGradients::linear);
  }

  private static void matmul(MatMul op, Backward b) {
    Value g = b.gradient();
    boolean ta = op.transposeA();
    boolean tb = op.transposeB();
    if (b.needs(0)) {
      Value right = b.input(1);
      Value d = ta ? right.matmul(g, tb, true) : g.matmul(right, false, !tb);
      b.giveStretched(0, d);
    }
    if (b.needs(1)) {
      Value left = b.input(0);
      Value d = tb ? g.matmul(left, true, ta) : left.matmul(g, !ta, false);
      b.giveStretched(1, d);
    }
  }

  /** The bias's gradient is a contraction with ones over the rows, like the weight's. */
  private static void linear(Linear op, Backward b) {
    Shape in = b.shape(0);
    int rows = in.elements(0, in.rank() - 1);
    Value g = b.gradient();
    g = g.reshape(Shape.of(rows, g.shape().size(-1)));
    if (b.needs(0)) {
      b.give(0, g.matmul(b.input(1), false, false).reshape(in));
    }
    if (b.needs(1)) {
      b.give(1, g.matmul(b.input(0).reshape(Shape.of(rows, in.size(-1))), true, false));
    }
    if (b.needs(2)) {
      Value ones = g.constant(1, Shape.of(rows, 1));
      b.give(2, ones.matmul(g, true, false).reshape(Shape.of(g.shape().size(1))));
    }
  }
}
