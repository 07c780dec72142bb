package dev.flambeau.nn;

import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.tensor.Autograd;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.functional.Norms;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A norm of channels, with a weight, a bias and running statistics for each where it is told so:
 * parameters {@code weight} and {@code bias}, buffers {@code running_mean}, {@code running_var} and
 * {@code num_batches_tracked}.
 */
public abstract sealed class ChannelNorm extends Layer permits BatchNorm, InstanceNorm {
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
   * @throws ModelException if the momentum is another, or epsilon is negative or no number
   */
  ChannelNorm(
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
    if (!(epsilon >= 0 && epsilon < Double.POSITIVE_INFINITY)) {
      throw new ModelException(
          getClass().getSimpleName() + ": epsilon is 0 or more, was given " + epsilon + ".");
    }
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

  /** How many values of an input are brought to one mean and variance. */
  abstract int values(Tensor input, int ofChannels);

  /** The input by its own statistics. */
  abstract Norms.Normalized normalized(
      Tensor input, @Nullable Tensor scale, @Nullable Tensor shift, double added);

  /** Moves the running statistics towards a batch's, each of so many values. */
  abstract void track(RunningStatistics statistics, Norms.Normalized batch, int values);

  /**
   * Applies the layer.
   *
   * @return of the input's shape
   * @throws ShapeMismatchException if the input has other axes or channels; in training also if
   *     fewer than 2 values belong together, which have no variance
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
    int values = values(input, channels);
    if (isTraining) {
      ChannelInput.checkValues(this, input, values);
    }
    Norms.Normalized normalized = normalized(input, scale, shift, epsilon);
    if (isTraining && running != null && !Autograd.isRecomputing()) {
      track(running, normalized, values);
    }
    return normalized.output();
  }
}
