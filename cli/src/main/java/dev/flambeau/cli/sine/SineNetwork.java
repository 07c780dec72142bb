package dev.flambeau.cli.sine;

import dev.flambeau.nn.Layer;
import dev.flambeau.nn.Linear;
import dev.flambeau.nn.RNN;
import dev.flambeau.tensor.Tensor;

/** One number in and one out at each step, over a recurrent layer that begins at 0. */
final class SineNetwork extends Layer {
  private final RNN rnn;
  private final Linear output;

  SineNetwork(int hidden) {
    rnn = child("rnn", new RNN(1, hidden));
    output = child("output", new Linear(hidden, 1));
  }

  /** From {@code (T, N, 1)} to {@code (T, N, 1)}. */
  @Override
  public Tensor forward(Tensor x) {
    return output.forward(rnn.forward(x));
  }
}
