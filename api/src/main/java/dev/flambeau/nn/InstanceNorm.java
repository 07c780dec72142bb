package dev.flambeau.nn;

import dev.flambeau.tensor.Autograd.NoGrad;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.functional.Norms;
import org.jspecify.annotations.Nullable;

/**
 * Each channel of each example over all its places brought to mean 0 and variance 1, then scaled by
 * its weight and shifted by its bias where there are such.
 *
 * <p>It computes the same in use as in training, unless it has running statistics, which are moved
 * as those of {@link BatchNorm} are, by the mean of the examples' own, and are used in their place.
 * Batches are counted here too; PyTorch's count stays 0.
 *
 * @see "D. Ulyanov, A. Vedaldi, V. Lempitsky: Instance Normalization, 2016"
 */
public abstract sealed class InstanceNorm extends ChannelNorm
    permits InstanceNorm1d, InstanceNorm2d, InstanceNorm3d {
  /** Makes a layer for inputs of so many axes; the rest as {@link ChannelNorm} has it. */
  InstanceNorm(
      int rank,
      int channels,
      double epsilon,
      double momentum,
      boolean affine,
      boolean trackRunningStats) {
    super(rank, rank, channels, epsilon, momentum, affine, trackRunningStats);
  }

  @Override
  final int values(Tensor input, int ofChannels) {
    return input.shape().elements(2, input.shape().rank());
  }

  @Override
  final Norms.Normalized normalized(
      Tensor input, @Nullable Tensor scale, @Nullable Tensor shift, double added) {
    return Norms.instanceNorm(input, scale, shift, added);
  }

  /** By the mean of the examples' own. */
  @Override
  final void track(RunningStatistics statistics, Norms.Normalized batch, int values) {
    try (NoGrad noGrad = Tensor.noGrad();
        Scope scope = Scope.open()) {
      int[] examples = {0};
      statistics.add(
          batch.mean().mean(examples, false), batch.variance().mean(examples, false), values);
    }
  }
}
