package dev.flambeau.nn;

import dev.flambeau.op.InPlace;
import dev.flambeau.op.OptimizerUpdate;
import dev.flambeau.tensor.Autograd.NoGrad;
import dev.flambeau.tensor.Functional;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Mean and variance of each channel over what a norm has seen in training, under PyTorch's names:
 * each batch moves them by a share, in place.
 *
 * @param mean {@code (C)}
 * @param variance {@code (C)}, corrected by n − 1
 * @param count {@code ()}: how many batches there were
 * @param momentum the share of the latest batch; null for equal shares of all
 */
record RunningStatistics(Buffer mean, Buffer variance, Buffer count, @Nullable Double momentum) {
  private static final OptimizerUpdate ADD = new OptimizerUpdate(new InPlace.AddTo());
  private static final OptimizerUpdate MOVE = new OptimizerUpdate(new InPlace.MoveTowards());

  /** Checks a momentum. */
  static @Nullable Double checked(String layer, @Nullable Double momentum) {
    if (momentum != null && !(momentum >= 0 && momentum <= 1)) {
      throw new ModelException(
          layer
              + ": takes a momentum in [0, 1], or none for a mean of all batches, was given "
              + momentum
              + ".");
    }
    return momentum;
  }

  /**
   * Moves them towards a batch's.
   *
   * @param batchMean {@code (1, C, 1 …)}
   * @param batchVariance likewise, of the n values themselves
   * @param n how many values of a channel there were
   */
  void add(Tensor batchMean, Tensor batchVariance, int n) {
    try (NoGrad noGrad = Tensor.noGrad();
        Scope scope = Scope.open()) {
      int channels = mean.shape().size(0);
      Functional.update(ADD, List.of(count.tensor()), List.of(count.tensor().constant(1)));
      Tensor unbiased = batchVariance.mul(n).div(n - 1.0);
      Functional.update(
          MOVE,
          List.of(mean.tensor(), variance.tensor()),
          List.of(batchMean.reshape(channels), unbiased.reshape(channels)),
          share());
    }
  }

  private Tensor share() {
    Tensor share =
        momentum == null ? count.tensor().reciprocal() : count.tensor().constant(momentum);
    return share.reshape(1);
  }
}
