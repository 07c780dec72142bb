package dev.flambeau.tensor.functional;

import dev.flambeau.op.Composite;
import dev.flambeau.op.Normalization;
import dev.flambeau.op.Shape;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.op.Value;
import dev.flambeau.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Normalizations: values that belong together brought to mean 0 and variance 1, then scaled by a
 * weight and shifted by a bias where there are such. What belongs together is the channel of a
 * batch, the row, the group, or the channel of an image.
 *
 * @see "docs/numerics.md, Normalization"
 */
public final class Norms {
  private Norms() {}

  /**
   * A batch by its own statistics, and these.
   *
   * @param output of the input's shape
   * @param mean a channel's, {@code (1, C, 1 …)}
   * @param variance a channel's, of the n values themselves, not corrected by n − 1
   */
  public record Normalized(Tensor output, Tensor mean, Tensor variance) {}

  /**
   * Each channel over the batch and all places, by its own mean and variance.
   *
   * @param x {@code (N, C, …)}
   * @param weight {@code (C)}, or null for none
   * @param bias {@code (C)}, or null for none
   * @see "S. Ioffe, C. Szegedy: Batch Normalization, ICML 2015"
   */
  public static Normalized batchNorm(
      Tensor x, @Nullable Tensor weight, @Nullable Tensor bias, double epsilon) {
    List<Integer> axes = othersThanChannel("batchNorm", x);
    if (weight == null || bias == null) {
      List<Tensor> all = Tensor.apply(new Normalization.Normalize(axes, epsilon), List.of(x));
      return new Normalized(ofChannels(x, all.get(0), weight, bias), all.get(1), all.get(2));
    }
    List<Tensor> inputs = List.of(x, Channels.along(x, weight), Channels.along(x, bias));
    List<Tensor> all = Tensor.apply(new Normalization.BatchNorm(axes, epsilon), inputs);
    return new Normalized(all.get(0), all.get(1), all.get(2));
  }

  /**
   * Each channel by a mean and a variance that are given, as a layer in use has them.
   *
   * @param x {@code (N, C, …)}
   * @param mean {@code (C)}
   * @param variance {@code (C)}
   * @param weight {@code (C)}, or null for none
   * @param bias {@code (C)}, or null for none
   */
  public static Tensor batchNorm(
      Tensor x,
      Tensor mean,
      Tensor variance,
      @Nullable Tensor weight,
      @Nullable Tensor bias,
      double epsilon) {
    othersThanChannel("batchNorm", x);
    Composite op = new Composite.Expression("batchNorm", 3, new ByMoments((float) epsilon));
    Tensor y = Tensor.apply(op, x, Channels.along(x, mean), Channels.along(x, variance));
    return ofChannels(x, y, weight, bias);
  }

  /** {@code (x − m) · (1 / √(v + ε))}; a record, so that it is one op to those who keep kernels. */
  private record ByMoments(float epsilon) implements UnaryOperator<List<Value>> {
    @Override
    public List<Value> apply(List<Value> inputs) {
      Value root = inputs.get(2).add(epsilon).sqrt();
      Value reciprocal = root.constant(1).div(root);
      return List.of(inputs.get(0).sub(inputs.get(1)).mul(reciprocal));
    }
  }

  /**
   * Each row over its last axes.
   *
   * @param x {@code (…, normalized)}
   * @param normalized the sizes of the axes that a row has
   * @param weight of these sizes, or null for none
   * @param bias of these sizes, or null for none
   * @see "J. L. Ba, J. R. Kiros, G. E. Hinton: Layer Normalization, 2016"
   */
  public static Tensor layerNorm(
      Tensor x, Shape normalized, @Nullable Tensor weight, @Nullable Tensor bias, double epsilon) {
    List<Integer> axes = lastAxes("layerNorm", x, normalized);
    Tensor y = Tensor.apply(new Normalization.Normalize(axes, epsilon), x);
    return affine(y, weight, bias);
  }

  /**
   * Each row over its last axes by the root of its mean square; no mean is taken off.
   *
   * @param x {@code (…, normalized)}
   * @param normalized the sizes of the axes that a row has
   * @param weight of these sizes, or null for none
   */
  public static Tensor rmsNorm(
      Tensor x, Shape normalized, @Nullable Tensor weight, double epsilon) {
    List<Integer> axes = lastAxes("rmsNorm", x, normalized);
    Tensor y = Tensor.apply(new Normalization.RmsNormalize(axes, epsilon), x);
    return affine(y, weight, null);
  }

  /**
   * Each group of channels of each example, over all its places.
   *
   * @param x {@code (N, C, …)}
   * @param groups how many groups the channels are cut into, in their order
   * @param weight {@code (C)}, or null for none
   * @param bias {@code (C)}, or null for none
   * @throws ShapeMismatchException if the channels cannot be cut into so many
   * @see "Y. Wu, K. He: Group Normalization, ECCV 2018"
   */
  public static Tensor groupNorm(
      Tensor x, int groups, @Nullable Tensor weight, @Nullable Tensor bias, double epsilon) {
    othersThanChannel("groupNorm", x);
    Shape shape = x.shape();
    if (groups < 1 || shape.size(1) % groups != 0) {
      throw new ShapeMismatchException(
          "groupNorm: "
              + groups
              + " groups of equal size need channels that divide by "
              + groups
              + ", was given "
              + shape);
    }
    int members = shape.size(1) / groups * shape.elements(2, shape.rank());
    Tensor rows = x.reshape(shape.size(0), groups, members);
    Tensor y = Tensor.apply(new Normalization.Normalize(List.of(2), epsilon), rows);
    return ofChannels(x, y.reshape(shape.sizes()), weight, bias);
  }

  /**
   * Each channel of each example by its own statistics, over all its places, and these.
   *
   * @param x {@code (N, C, …)}, with one axis of places or more
   * @param weight {@code (C)}, or null for none
   * @param bias {@code (C)}, or null for none
   * @return mean and variance are {@code (N, C, 1 …)}
   * @see "D. Ulyanov, A. Vedaldi, V. Lempitsky: Instance Normalization, 2016"
   */
  public static Normalized instanceNorm(
      Tensor x, @Nullable Tensor weight, @Nullable Tensor bias, double epsilon) {
    othersThanChannel("instanceNorm", x);
    List<Integer> axes = IntStream.range(2, x.shape().rank()).boxed().toList();
    List<Tensor> all = Tensor.apply(new Normalization.Normalize(axes, epsilon), List.of(x));
    return new Normalized(ofChannels(x, all.get(0), weight, bias), all.get(1), all.get(2));
  }

  /**
   * Each value divided by {@code (k + alpha · s)^beta}, s being the mean square of its place over
   * {@code size} channels around its own; channels that are not there count as zeros.
   *
   * @param x {@code (N, C, …)}
   * @throws ShapeMismatchException if the size is less than 1
   * @see "A. Krizhevsky, I. Sutskever, G. E. Hinton: ImageNet Classification with Deep
   *     Convolutional Neural Networks, NeurIPS 2012"
   */
  public static Tensor localResponseNorm(Tensor x, int size, double alpha, double beta, double k) {
    othersThanChannel("localResponseNorm", x);
    if (size < 1) {
      throw new ShapeMismatchException(
          "localResponseNorm: takes 1 channel or more around each, was given " + size);
    }
    int channels = x.shape().size(1);
    Tensor padded = x.square().pad(1, size / 2, (size - 1) / 2);
    Tensor[] around = new Tensor[size];
    for (int i = 0; i < size; i++) {
      around[i] = padded.slice(1, i, i + channels);
    }
    Tensor square = Tensor.stack(0, around).mean(new int[] {0}, false);
    return x.div(square.mul(alpha).add(k).log().mul(beta).exp());
  }

  // ---- what they share ----

  /** The axes of batch and places. */
  private static List<Integer> othersThanChannel(String method, Tensor x) {
    int rank = x.shape().rank();
    if (rank < 2) {
      throw new ShapeMismatchException(
          method + ": takes (N, C, …), a batch of channels, was given " + x.shape());
    }
    List<Integer> axes = new ArrayList<>(List.of(0));
    IntStream.range(2, rank).forEach(axes::add);
    return axes;
  }

  private static List<Integer> lastAxes(String method, Tensor x, Shape normalized) {
    Shape shape = x.shape();
    int first = shape.rank() - normalized.rank();
    if (normalized.rank() == 0
        || first < 0
        || !shape.slice(first, shape.rank()).equals(normalized)) {
      throw new ShapeMismatchException(
          method + ": takes rows whose last sizes are " + normalized + ", was given " + shape);
    }
    return IntStream.range(first, shape.rank()).boxed().toList();
  }

  /** Scales and shifts what x became by a number a channel. */
  private static Tensor ofChannels(
      Tensor x, Tensor y, @Nullable Tensor weight, @Nullable Tensor bias) {
    return affine(
        y,
        weight == null ? null : Channels.along(x, weight),
        bias == null ? null : Channels.along(x, bias));
  }

  private static Tensor affine(Tensor y, @Nullable Tensor weight, @Nullable Tensor bias) {
    if (weight == null) {
      return bias == null ? y : y.add(bias);
    }
    return bias == null ? y.mul(weight) : y.fma(weight, bias);
  }
}
