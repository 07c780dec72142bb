package dev.flambeau.tensor.gradient;

import dev.flambeau.op.Recurrent.Rnn;
import dev.flambeau.op.Recurrent.RnnGradient;
import dev.flambeau.tensor.Tensor;
import java.util.List;

/** One fused op gives the gradients of all six inputs, through time. */
final class RecurrentGradients {
  private RecurrentGradients() {}

  static void register() {
    Gradients.put(Rnn.class, RecurrentGradients::rnn);
  }

  private static void rnn(Rnn op, Backward b) {
    List<Tensor> gradients =
        Tensor.apply(
            new RnnGradient(op.nonlinearity()),
            List.of(b.gradient(), b.output(), b.input(0), b.input(1), b.input(2), b.input(3)));
    for (int i = 0; i < gradients.size(); i++) {
      if (b.needs(i)) {
        b.give(i, gradients.get(i));
      }
    }
  }
}
