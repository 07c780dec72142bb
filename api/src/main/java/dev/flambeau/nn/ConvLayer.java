package dev.flambeau.nn;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A convolution or a transposed one: a weight, a bias, and how the window slides.
 *
 * <p>What is not told in the constructor has a method that gives a new layer with that setting, and
 * with parameters of its own: {@code new Conv2d(3, 64, 7).stride(2).padding(3).bias(false)}. Such a
 * method takes one number for all axes, or one for each.
 *
 * @param <L> the layer itself
 */
public abstract sealed class ConvLayer<L extends ConvLayer<L>> extends Layer
    permits ConvNd, ConvTransposeNd {
  final ConvSettings settings;
  final Parameter weight;
  final @Nullable Parameter bias;

  /** A layer whose weight is {@code (outer, inner/groups, kernel…)}. */
  ConvLayer(ConvSettings settings, int outer, int inner) {
    this.settings = settings;
    weight = parameter("weight", settings.firstWeights(), settings.weight(outer, inner));
    bias = settings.hasBias() ? parameter("bias", settings.bias(inner), settings.out()) : null;
  }

  abstract L with(ConvSettings changed);

  /** How far the window moves from one position to the next; 1 unless told. */
  public final L stride(int... stride) {
    return with(settings.with(window -> window.stride(stride)));
  }

  /**
   * How many elements of padding stand on either side of what the window slides over; none unless
   * told.
   */
  public final L padding(int... padding) {
    return with(settings.with(window -> window.padding(padding)));
  }

  /** How far it is from one tap of the kernel to the next; 1 unless told. */
  public final L dilation(int... dilation) {
    return with(settings.with(window -> window.dilation(dilation)));
  }

  /**
   * In how many groups of channels it works, each of which sees its own; 1 unless told.
   *
   * @throws ModelException if they do not divide the channels
   */
  public final L groups(int groups) {
    return with(settings.withGroups(groups));
  }

  /** Whether there is a bias; there is unless told. */
  public final L bias(boolean hasBias) {
    return with(settings.withBias(hasBias));
  }

  /** Other first weights. */
  public final L firstWeights(Initializer first) {
    return with(settings.withFirstWeights(first));
  }

  /** Other first values of the bias. */
  public final L firstBias(Initializer first) {
    return with(settings.withFirstBias(first));
  }

  /** The weight. */
  public final Parameter weight() {
    return weight;
  }

  /** The bias, {@code (out)}, if it has one. */
  public final Optional<Parameter> bias() {
    return Optional.ofNullable(bias);
  }
}
