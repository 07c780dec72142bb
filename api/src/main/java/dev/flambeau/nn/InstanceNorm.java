package dev.flambeau.nn;

import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.tensor.Autograd;
import dev.flambeau.tensor.Autograd.NoGrad;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.functional.Norms;
import java.util.Optional;
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
public abstract sealed class InstanceNorm extends Layer
    permits InstanceNorm1d, InstanceNorm2d, InstanceNorm3d {
  private final int rank;
  private final int channels;
  private final double epsilon;
  private final @Nullable Parameter weight;
  private final @Nullable Parameter bias;
  private final @Nullable RunningStatistics running;

  /**
   * Makes a layer.
   *
   * @param epsilon what is added to the variance
   * @param momentum the share of the latest batch in the running statistics, in [0, 1]
   * @param affine whether there are weight and bias
   * @param trackRunningStats whether there are running statistics
   * @throws ModelException if the momentum is another
   */
  InstanceNorm(
      int rank,
      int channels,
      double epsilon,
      double momentum,
      boolean affine,
      boolean trackRunningStats) {
    this.rank = rank;
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
   *     channel has fewer than 2 places
   */
  @Override
  public final Tensor forward(Tensor input) {
    ChannelInput.check(this, input, rank, rank, channels);
    Tensor scale = weight == null ? null : weight.tensor();
    Tensor shift = bias == null ? null : bias.tensor();
    boolean isTraining = isTraining();
    if (!isTraining && running != null) {
      return Norms.batchNorm(
          input, running.mean().tensor(), running.variance().tensor(), scale, shift, epsilon);
    }
    int places = input.shape().elements(2, rank);
    if (isTraining) {
      ChannelInput.checkValues(this, input, places);
    }
    Norms.Normalized normalized = Norms.instanceNorm(input, scale, shift, epsilon);
    if (isTraining && running != null && !Autograd.isRecomputing()) {
      track(running, normalized, places);
    }
    return normalized.output();
  }

  private static void track(RunningStatistics running, Norms.Normalized normalized, int places) {
    try (NoGrad noGrad = Tensor.noGrad();
        Scope scope = Scope.open()) {
      int[] examples = {0};
      running.add(
          normalized.mean().mean(examples, false),
          normalized.variance().mean(examples, false),
          places);
    }
  }
}
