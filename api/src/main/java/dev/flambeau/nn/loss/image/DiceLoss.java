package dev.flambeau.nn.loss.image;

import dev.flambeau.nn.loss.LossArguments;
import dev.flambeau.nn.loss.LossFunction;
import dev.flambeau.nn.loss.Reduction;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.tensor.Tensor;
import java.util.stream.IntStream;

/**
 * How little what was marked and what should have been overlap, an example each: {@code 1 − (2 ·
 * Σ(output · target) + smooth) / (Σ output + Σ target + smooth)}, the sums being over all that an
 * example has.
 *
 * @param smooth what is added, lest an example without a mark divide by 0
 * @see "F. Milletari, N. Navab, S. Ahmadi: V-Net, 3DV 2016"
 */
public record DiceLoss(double smooth, Reduction reduction) implements LossFunction {
  /** The mean over the examples; smooth is 1. */
  public DiceLoss() {
    this(1, Reduction.MEAN);
  }

  /**
   * Makes a loss.
   *
   * @throws dev.flambeau.nn.ModelException if smooth is not finite
   */
  public DiceLoss {
    LossArguments.finite("diceLoss", "smooth", smooth);
  }

  /**
   * The loss.
   *
   * @param output {@code (N, …)}, probabilities
   * @param target of the output's shape, 0 or 1, or between them
   * @throws ShapeMismatchException if the output has no axis, or the target another shape
   */
  @Override
  public Tensor of(Tensor output, Tensor target) {
    LossArguments.sameShape("diceLoss", output, target);
    if (output.shape().rank() == 0) {
      throw new ShapeMismatchException("diceLoss: takes (N, …), was given ()");
    }
    int[] axes = IntStream.range(1, output.shape().rank()).toArray();
    Tensor both = output.mul(target).sum(axes, false).mul(2).add(smooth);
    Tensor all = output.sum(axes, false).add(target.sum(axes, false)).add(smooth);
    return reduction.of(both.div(all).neg().add(1));
  }
}
