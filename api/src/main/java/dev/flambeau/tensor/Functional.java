package dev.flambeau.tensor;

import dev.flambeau.op.Contraction;
import dev.flambeau.op.CrossEntropy;
import dev.flambeau.op.CrossEntropy.SoftmaxCrossEntropy;
import dev.flambeau.op.OptimizerUpdate;
import dev.flambeau.op.Recurrent;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.tensor.error.LabelException;
import java.util.ArrayList;
import java.util.List;

/** The fused ops that layers, losses and optimizers are made of; PyTorch's {@code functional}. */
public final class Functional {
  private Functional() {}

  /**
   * {@code x · weightᵀ + bias}, the bias added last.
   *
   * @param x {@code (…, in)}
   * @param weight {@code (out, in)}
   * @param bias {@code (out)}
   * @return {@code (…, out)}
   */
  public static Tensor linear(Tensor x, Tensor weight, Tensor bias) {
    return Tensor.apply(new Contraction.Linear(), List.of(x, weight, bias)).get(0);
  }

  /**
   * {@code x · weightᵀ}.
   *
   * @param x {@code (…, in)}
   * @param weight {@code (out, in)}
   * @return {@code (…, out)}
   */
  public static Tensor linear(Tensor x, Tensor weight) {
    if (x.shape().rank() != 1) {
      return x.matmul(weight, false, true);
    }
    Tensor row = x.unsqueeze(0);
    Tensor product = Dispatch.consuming(row, () -> row.matmul(weight, false, true));
    return Dispatch.consuming(product, () -> product.reshape(weight.shape().size(0)));
  }

  /**
   * A simple recurrent layer over a sequence, time first.
   *
   * @param nonlinearity what a step ends with
   * @param h0 {@code (N, H)}
   * @param x {@code (T, N, C)}
   * @param weights weightIh {@code (H, C)}, weightHh {@code (H, H)}, biasIh {@code (H)} and biasHh
   *     {@code (H)}
   * @return every step's hidden values, {@code (T, N, H)}
   */
  public static Tensor rnn(
      Recurrent.Nonlinearity nonlinearity, Tensor h0, Tensor x, List<Tensor> weights) {
    checkRnn(weights);
    List<Tensor> inputs = new ArrayList<>(List.of(h0, x));
    inputs.addAll(weights);
    return Tensor.apply(new Recurrent.Rnn(nonlinearity), inputs).get(0);
  }

  /** The same from h0 = 0. */
  public static Tensor rnn(Recurrent.Nonlinearity nonlinearity, Tensor x, List<Tensor> weights) {
    checkRnn(weights);
    int batch = x.shape().rank() == 3 ? x.shape().size(1) : 0;
    Tensor h0 = x.device().zeros(batch, weights.get(2).shape().elements());
    return Dispatch.consuming(h0, () -> rnn(nonlinearity, h0, x, weights));
  }

  private static void checkRnn(List<Tensor> weights) {
    if (weights.size() != 4) {
      throw new ShapeMismatchException(
          "rnn: takes 4 weights, weightIh, weightHh, biasIh and biasHh, was given "
              + weights.size());
    }
  }

  /**
   * The mean softmax cross entropy of the rows that are not ignored; NaN if all are.
   *
   * @param logits {@code (N, C)}
   * @param labels INT32 {@code (N)}: in [0, C), or {@link CrossEntropy#IGNORED}
   * @return {@code ()}
   * @throws LabelException if the host knows of another label; of one that the device has computed
   *     the loss is NaN, and the next read throws
   */
  public static Tensor crossEntropy(Tensor logits, Tensor labels) {
    SoftmaxCrossEntropy op = new SoftmaxCrossEntropy();
    op.infer(List.of(logits.view().type(), labels.view().type()));
    LabelCheck.of("crossEntropy", labels, logits.shape().size(1), true);
    return Tensor.apply(op, List.of(logits, labels)).get(0);
  }

  /**
   * One step of an optimizer for some parameters, in place.
   *
   * @param states each parameter and its state, as the update names them
   * @param gradients one for each parameter, of its shape
   * @param scalars the numbers that change from step to step, as the update names them
   */
  public static void update(
      OptimizerUpdate update, List<Tensor> states, List<Tensor> gradients, Tensor scalars) {
    List<Tensor> inputs = new ArrayList<>(states);
    inputs.addAll(gradients);
    inputs.add(scalars);
    Dispatch.runInPlace(update, inputs, states.size());
  }
}
