package dev.flambeau.nn;

import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.tensor.Autograd;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.functional.Norms;
import java.util.Optional;
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
public abstract sealed class BatchNorm extends Layer permits BatchNorm1d, BatchNorm2d, BatchNorm3d {
  private final int leastRank;
  private final int mostRank;
  private final int channels;
  private final double epsilon;
  private final @Nullable Parameter weight;
  private final @Nullable Parameter bias;
  private final @Nullable RunningStatistics running;

  /**
   * Makes a layer.
   *
   * @param epsilon what is added to the variance
   * @param momentum the share of the latest batch in the running statistics, in [0, 1]; null for
   *     equal shares of all batches
   * @param affine whether there are weight and bias
   * @param trackRunningStats whether there are running statistics
   * @throws ModelException if the momentum is another
   */
  BatchNorm(
      int leastRank,
      int mostRank,
      int channels,
      double epsilon,
      @Nullable Double momentum,
      boolean affine,
      boolean trackRunningStats) {
    this.leastRank = leastRank;
    this.mostRank = mostRank;
    this.channels = channels;
    this.epsilon = epsilon;
    weight = affine ? parameter("weight", Initializer.ones(), channels) : null;
    bias = affine ? parameter("bias", Initializer.zeros(), channels) : null;
    Double share = RunningStatistics.checked(getClass().getSimpleName(), momentum);
    running =
        trackRunningStats
            ? new RunningStatistics(
                buffer("running_mean", Initializer.zeros(), channels),
                buffer("running_var", Initializer.ones(), channels),
                buffer("num_batches_tracked", Initializer.zeros()),
                share)
            : null;
  }

  /** The weight, {@code (C)}, if it has one. */
  public final Optional<Parameter> weight() {
    return Optional.ofNullable(weight);
  }

  /** The bias, {@code (C)}, if it has one. */
  public final Optional<Parameter> bias() {
    return Optional.ofNullable(bias);
  }

  /**
   * Applies the layer.
   *
   * @return of the input's shape
   * @throws ShapeMismatchException if the input has other axes or channels; in training also if a
   *     channel has fewer than 2 values, which have no variance
   */
  @Override
  public final Tensor forward(Tensor input) {
    ChannelInput.check(this, input, leastRank, mostRank, channels);
    Tensor scale = weight == null ? null : weight.tensor();
    Tensor shift = bias == null ? null : bias.tensor();
    boolean isTraining = isTraining();
    if (!isTraining && running != null) {
      return Norms.batchNorm(
          input, running.mean().tensor(), running.variance().tensor(), scale, shift, epsilon);
    }
    int values = input.shape().elements() / Math.max(channels, 1);
    if (isTraining) {
      ChannelInput.checkValues(this, input, values);
    }
    Norms.Normalized normalized = Norms.batchNorm(input, scale, shift, epsilon);
    if (isTraining && running != null && !Autograd.isRecomputing()) {
      running.add(normalized.mean(), normalized.variance(), values);
    }
    return normalized.output();
  }
}
