package dev.flambeau.nn;

import dev.flambeau.tensor.Autograd;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.functional.Norms;
import org.jspecify.annotations.Nullable;

/**
 * Each channel over the batch and all places brought to mean 0 and variance 1, then scaled by its
 * weight and shifted by its bias: in training by the batch's own mean and variance, in use by
 * running ones, or by the batch's where there are none.
 *
 * <p>Parameters are {@code weight} and {@code bias}, buffers {@code running_mean}, {@code
 * running_var} and {@code num_batches_tracked}. Each forward pass in training moves the running
 * ones, in place, before it gives its output, and so does each run of a captured step; of several
 * micro-batches each does, one after the other, by its own statistics. A part that {@link
 * Autograd#checkpoint} computes again moves them once.
 *
 * @see "S. Ioffe, C. Szegedy: Batch Normalization, ICML 2015"
 */
public abstract sealed class BatchNorm extends ChannelNorm
    permits BatchNorm1d, BatchNorm2d, BatchNorm3d {
  /** Makes a layer for inputs of so many axes; the rest as {@link ChannelNorm} has it. */
  BatchNorm(
      int leastRank,
      int mostRank,
      int channels,
      double epsilon,
      @Nullable Double momentum,
      boolean affine,
      boolean trackRunningStats) {
    super(leastRank, mostRank, channels, epsilon, momentum, affine, trackRunningStats);
  }

  @Override
  final int values(Tensor input, int ofChannels) {
    return input.shape().elements() / Math.max(ofChannels, 1);
  }

  @Override
  final Norms.Normalized normalized(
      Tensor input, @Nullable Tensor scale, @Nullable Tensor shift, double added) {
    return Norms.batchNorm(input, scale, shift, added);
  }

  @Override
  final void track(RunningStatistics statistics, Norms.Normalized batch, int values) {
    statistics.add(batch.mean(), batch.variance(), values);
  }
}
