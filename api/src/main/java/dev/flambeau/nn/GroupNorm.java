package dev.flambeau.nn;

import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.functional.Norms;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Each group of channels of each example, over all its places, brought to mean 0 and variance 1,
 * then scaled by a weight and shifted by a bias a channel.
 *
 * @see "Y. Wu, K. He: Group Normalization, ECCV 2018"
 */
public final class GroupNorm extends Layer {
  private final int groups;
  private final int channels;
  private final double epsilon;
  private final @Nullable Parameter weight;
  private final @Nullable Parameter bias;

  /** With weight and bias; ε is 1e-5. */
  public GroupNorm(int groups, int channels) {
    this(groups, channels, 1e-5, true);
  }

  /**
   * A layer with options.
   *
   * @param epsilon what is added to the variance
   * @param affine whether there are weight and bias
   * @throws ModelException if the channels cannot be cut into so many groups of equal size
   */
  public GroupNorm(int groups, int channels, double epsilon, boolean affine) {
    if (groups < 1 || channels % groups != 0) {
      throw new ModelException(
          "GroupNorm: takes channels that divide by the number of groups, was given "
              + groups
              + " groups and "
              + channels
              + " channels.");
    }
    this.groups = groups;
    this.channels = channels;
    this.epsilon = epsilon;
    weight = affine ? parameter("weight", Initializer.ones(), channels) : null;
    bias = affine ? parameter("bias", Initializer.zeros(), channels) : null;
  }

  /** The weight, {@code (C)}, if it has one. */
  public Optional<Parameter> weight() {
    return Optional.ofNullable(weight);
  }

  /** The bias, {@code (C)}, if it has one. */
  public Optional<Parameter> bias() {
    return Optional.ofNullable(bias);
  }

  /**
   * Applies the layer.
   *
   * @param input {@code (N, C, …)}
   * @return of the input's shape
   * @throws dev.flambeau.op.ShapeMismatchException if there are other channels
   */
  @Override
  public Tensor forward(Tensor input) {
    ChannelInput.checkChannels(this, input, channels);
    return Norms.groupNorm(
        input,
        groups,
        weight == null ? null : weight.tensor(),
        bias == null ? null : bias.tensor(),
        epsilon);
  }
}
