package dev.flambeau.nn.loss;

import dev.flambeau.nn.ModelException;
import dev.flambeau.op.Composite;
import dev.flambeau.op.LossTerm;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.tensor.Tensor;

/**
 * The Kullback–Leibler divergence of the output, logarithms of probabilities, from a target of
 * probabilities.
 *
 * @param logTarget whether the target, too, is logarithms
 * @param perRow whether the sum is divided by the number of rows, as the divergence's mean is;
 *     PyTorch's {@code batchmean}
 */
public record KLDivLoss(boolean logTarget, boolean perRow, Reduction reduction)
    implements LossFunction {
  public KLDivLoss {
    if (perRow && reduction != Reduction.SUM) {
      throw new ModelException("KLDivLoss: perRow divides a sum, was given " + reduction + ".");
    }
  }

  /** The mean over all elements, as PyTorch's default is. */
  public KLDivLoss() {
    this(Reduction.MEAN);
  }

  public KLDivLoss(Reduction reduction) {
    this(false, false, reduction);
  }

  /** The mean of the rows' divergences. */
  public static KLDivLoss batchMean() {
    return new KLDivLoss(false, true, Reduction.SUM);
  }

  /** The same of a target of logarithms. */
  public KLDivLoss withLogTarget() {
    return new KLDivLoss(true, perRow, reduction);
  }

  /**
   * @param target of the output's shape
   */
  @Override
  public Tensor of(Tensor output, Tensor target) {
    Composite term = logTarget ? new LossTerm.KlDivergenceOfLogs() : new LossTerm.KlDivergence();
    Tensor loss = reduction.of(LossArguments.elements("klDivLoss", term, output, target));
    return perRow ? loss.div(rows(output)) : loss;
  }

  private static int rows(Tensor output) {
    if (output.shape().rank() == 0) {
      throw new ShapeMismatchException(
          "klDivLoss: batchMean() takes an output (N, …), was given ()");
    }
    return output.shape().size(0);
  }
}
