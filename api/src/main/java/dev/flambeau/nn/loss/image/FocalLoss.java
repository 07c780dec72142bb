package dev.flambeau.nn.loss.image;

import dev.flambeau.nn.loss.LossArguments;
import dev.flambeau.nn.loss.LossFunction;
import dev.flambeau.nn.loss.Reduction;
import dev.flambeau.op.LossTerm;
import dev.flambeau.tensor.Tensor;

/**
 * The binary cross entropy of {@code sigmoid(output)}, which counts less what is right already:
 * each element times {@code (1 − p)^gamma}, p being the probability that it gives the right answer,
 * and times alpha where the answer is 1, else 1 − alpha. torchvision's {@code sigmoid_focal_loss}.
 *
 * @param alpha the share of positive answers, in [0, 1]
 * @param gamma how much less, 0 or more
 * @see "T. Lin, P. Goyal, R. Girshick, K. He, P. Dollár: Focal Loss for Dense Object Detection,
 *     ICCV 2017"
 */
public record FocalLoss(double alpha, double gamma, Reduction reduction) implements LossFunction {
  /** The mean; alpha is 0.25 and gamma 2. */
  public FocalLoss() {
    this(0.25, 2, Reduction.MEAN);
  }

  /**
   * Makes a loss.
   *
   * @throws dev.flambeau.nn.ModelException if alpha is not in [0, 1], or gamma is not finite
   */
  public FocalLoss {
    LossArguments.share("focalLoss", "alpha", alpha);
    LossArguments.finite("focalLoss", "gamma", gamma);
  }

  /**
   * The loss.
   *
   * @param output of any shape, before the sigmoid
   * @param target of the output's shape, 0 or 1
   */
  @Override
  public Tensor of(Tensor output, Tensor target) {
    LossArguments.sameShape("focalLoss", output, target);
    Tensor entropy = Tensor.apply(new LossTerm.BinaryCrossEntropyWithLogits(), output, target);
    // The logarithm of 1 − p, which is finite where p rounds to 1.
    Tensor wrong = output.mul(target.mul(-2).add(1)).logSigmoid();
    Tensor share = target.mul(2 * alpha - 1).add(1 - alpha);
    return reduction.of(entropy.mul(wrong.mul(gamma).exp()).mul(share));
  }
}
