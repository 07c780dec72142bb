package dev.flambeau.op.gradient;

import dev.flambeau.op.Recurrent.Rnn;
import dev.flambeau.op.Recurrent.RnnGradient;
import dev.flambeau.op.Shape;
import dev.flambeau.op.Value;
import java.util.List;

/** One fused op gives the gradients of all inputs, through time, but for the sequence's own. */
final class RecurrentGradients {
  private static final int X = 1;

  private RecurrentGradients() {}

  static void register() {
    Gradients.put(Rnn.class, RecurrentGradients::rnn);
  }

  private static void rnn(Rnn op, Backward b) {
    List<Value> gradients =
        b.gradient()
            .apply(
                new RnnGradient(op.nonlinearity()),
                List.of(b.gradient(), b.output(), b.input(0), b.input(1), b.input(2), b.input(3)));
    for (int i = 0; i < gradients.size(); i++) {
      if (b.needs(i)) {
        b.give(i, i == X ? ofX(b, gradients.get(i)) : gradients.get(i));
      }
    }
  }

  /** By the gradient of what the nonlinearity was taken of. */
  private static Value ofX(Backward b, Value dz) {
    int hidden = dz.shape().size(2);
    Value rows =
        dz.reshape(Shape.of(dz.shape().elements(0, 2), hidden)).matmul(b.input(2), false, false);
    return rows.reshape(b.shape(X));
  }
}
