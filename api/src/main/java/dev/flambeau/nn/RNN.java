package dev.flambeau.nn;

import dev.flambeau.op.Recurrent.Nonlinearity;
import dev.flambeau.tensor.Functional;
import dev.flambeau.tensor.Tensor;
import java.util.List;

/**
 * A simple recurrent layer over a whole sequence, time first: {@code h[t] = f(x[t]·weightIhᵀ +
 * biasIh + h[t−1]·weightHhᵀ + biasHh)}.
 *
 * <p>weight_ih_l0 is {@code (H, C)}, weight_hh_l0 {@code (H, H)}, bias_ih_l0 and bias_hh_l0 {@code
 * (H)}; first values are uniform on ±1/√H. Gradients flow through time to the weights, to x and to
 * h0.
 *
 * @see "J. L. Elman: Finding Structure in Time, 1990"
 */
public final class RNN extends Layer {
  private final Nonlinearity nonlinearity;
  private final Parameter weightIh;
  private final Parameter weightHh;
  private final Parameter biasIh;
  private final Parameter biasHh;

  /** A layer of {@code hiddenSize} values with tanh. */
  public RNN(int inputSize, int hiddenSize) {
    this(inputSize, hiddenSize, Nonlinearity.TANH);
  }

  /**
   * A layer with another function.
   *
   * @throws ModelException if there is no function
   */
  public RNN(int inputSize, int hiddenSize, Nonlinearity nonlinearity) {
    if (nonlinearity == null) {
      throw new ModelException("An RNN takes tanh or relu, was given null.");
    }
    this.nonlinearity = nonlinearity;
    Initializer first = Initializer.uniform(FanBound.reciprocalRoot(hiddenSize));
    weightIh = parameter("weight_ih_l0", first, hiddenSize, inputSize);
    weightHh = parameter("weight_hh_l0", first, hiddenSize, hiddenSize);
    biasIh = parameter("bias_ih_l0", first, hiddenSize);
    biasHh = parameter("bias_hh_l0", first, hiddenSize);
    formerName("weightIh", "weight_ih_l0");
    formerName("weightHh", "weight_hh_l0");
    formerName("biasIh", "bias_ih_l0");
    formerName("biasHh", "bias_hh_l0");
  }

  /** Every output for a sequence {@code (T, N, C)}, from h0 = 0: {@code (T, N, H)}. */
  @Override
  public Tensor forward(Tensor x) {
    return Functional.rnn(nonlinearity, x, weights());
  }

  /**
   * Every output for a sequence.
   *
   * @param h0 {@code (N, H)}: what the first step begins with
   * @param x {@code (T, N, C)}
   * @return {@code (T, N, H)}; the last step is {@code slice(0, T − 1, T)}
   * @throws dev.flambeau.op.ShapeMismatchException if a shape differs
   */
  public Tensor forward(Tensor h0, Tensor x) {
    return Functional.rnn(nonlinearity, h0, x, weights());
  }

  private List<Tensor> weights() {
    return List.of(weightIh.tensor(), weightHh.tensor(), biasIh.tensor(), biasHh.tensor());
  }
}
