package dev.flambeau.tensor.functional;

import dev.flambeau.op.Prelu;
import dev.flambeau.op.Shape;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.tensor.Tensor;
import java.util.Arrays;

/** What is done with channels: moved to places and back, mixed, and each by its own weight. */
public final class Channels {
  private Channels() {}

  /**
   * {@code x > 0 ? x : x · weight}.
   *
   * @param x {@code (N, C, …)}, or of any shape for one weight
   * @param weight {@code (C)} or {@code (1)}
   * @throws ShapeMismatchException if there are other channels
   */
  public static Tensor prelu(Tensor x, Tensor weight) {
    return Tensor.apply(
        new Prelu(), x, weight.shape().elements() == 1 ? weight.reshape() : along(x, weight));
  }

  /**
   * Channels as places: of each r² channels one, of r times the height and width.
   *
   * @param x {@code (…, C · r², H, W)}
   * @param factor r
   * @return {@code (…, C, H · r, W · r)}
   * @throws ShapeMismatchException if the channels do not divide by r²
   * @see "W. Shi and others: Real-Time Single Image and Video Super-Resolution Using an Efficient
   *     Sub-Pixel Convolutional Neural Network, CVPR 2016"
   */
  public static Tensor pixelShuffle(Tensor x, int factor) {
    Shape shape = x.shape();
    int rank = shape.rank();
    long square = (long) factor * factor;
    if (rank < 3 || factor < 1 || shape.size(rank - 3) % square != 0) {
      throw new ShapeMismatchException(
          "pixelShuffle: takes (…, C, H, W) whose channels divide by "
              + square
              + ", was given "
              + shape);
    }
    int height = shape.size(-2);
    int width = shape.size(-1);
    int channels = shape.size(-3) / (int) square;
    int batch = shape.elements(0, rank - 3);
    Tensor parts = x.reshape(batch, channels, factor, factor, height, width);
    int[] sizes = shape.sizes();
    sizes[rank - 3] = channels;
    sizes[rank - 2] = height * factor;
    sizes[rank - 1] = width * factor;
    return parts.permute(0, 1, 4, 2, 5, 3).reshape(sizes);
  }

  /**
   * Places as channels: {@link #pixelShuffle} undone.
   *
   * @param x {@code (…, C, H · r, W · r)}
   * @param factor r
   * @return {@code (…, C · r², H, W)}
   * @throws ShapeMismatchException if height or width does not divide by r
   */
  public static Tensor pixelUnshuffle(Tensor x, int factor) {
    Shape shape = x.shape();
    int rank = shape.rank();
    boolean divides =
        rank >= 3 && factor >= 1 && shape.size(-1) % factor == 0 && shape.size(-2) % factor == 0;
    if (!divides) {
      throw new ShapeMismatchException(
          "pixelUnshuffle: takes (…, C, H, W) whose height and width divide by "
              + factor
              + ", was given "
              + shape);
    }
    int height = shape.size(-2) / factor;
    int width = shape.size(-1) / factor;
    int channels = shape.elements(0, rank - 2);
    Tensor parts = x.reshape(channels, height, factor, width, factor);
    int[] sizes = shape.sizes();
    sizes[rank - 3] *= factor * factor;
    sizes[rank - 2] = height;
    sizes[rank - 1] = width;
    return parts.permute(0, 2, 4, 1, 3).reshape(sizes);
  }

  /**
   * The first channel of each group, then the second of each, and so on.
   *
   * @param x {@code (N, C, …)}
   * @throws ShapeMismatchException if the channels cannot be cut into so many groups
   * @see "X. Zhang, X. Zhou, M. Lin, J. Sun: ShuffleNet, CVPR 2018"
   */
  public static Tensor channelShuffle(Tensor x, int groups) {
    Shape shape = x.shape();
    if (shape.rank() < 2 || groups < 1 || shape.size(1) % groups != 0) {
      throw new ShapeMismatchException(
          "channelShuffle: takes (N, C, …) whose channels divide by "
              + groups
              + ", was given "
              + shape);
    }
    int members = shape.size(1) / groups;
    int places = shape.elements(2, shape.rank());
    Tensor parts = x.reshape(shape.size(0), groups, members, places);
    return parts.transpose(1, 2).reshape(shape.sizes());
  }

  /** One value a channel, {@code (C)}, as {@code (1, C, 1 …)}, to be stretched along the places. */
  static Tensor along(Tensor x, Tensor values) {
    Shape shape = x.shape();
    if (shape.rank() < 2 || !values.shape().equals(Shape.of(shape.size(1)))) {
      throw new ShapeMismatchException(
          "One value for each channel of (N, C, …) is needed, (C): was given "
              + values.shape()
              + " for "
              + shape);
    }
    int[] sizes = new int[shape.rank()];
    Arrays.fill(sizes, 1);
    sizes[1] = shape.size(1);
    return values.reshape(sizes);
  }
}
