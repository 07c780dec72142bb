package dev.flambeau.tensor.functional;

import dev.flambeau.op.Convolution;
import dev.flambeau.op.Movement;
import dev.flambeau.op.Pooling;
import dev.flambeau.op.Shape;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.op.Window;
import dev.flambeau.tensor.Tensor;

/**
 * Convolutions over one to three axes, and the windows that they are made of.
 *
 * @see "docs/numerics.md, Convolutions"
 */
public final class Convolutions {
  private Convolutions() {}

  /**
   * The convolution of images, as the field calls it: the kernel is not flipped.
   *
   * @param x {@code (N, C, size…)}, one to three sizes
   * @param weight {@code (O, C/groups, kernel…)}
   * @param window of that kernel
   * @param groups of channels, each of which sees its own
   * @return {@code (N, O, position…)}
   * @throws ShapeMismatchException if the window does not fit, or channels do not
   */
  public static Tensor conv(Tensor x, Tensor weight, Window window, int groups) {
    return Tensor.apply(new Convolution.Conv(window, groups, false), x, weight);
  }

  /** The same, and then a bias {@code (O)} added. */
  public static Tensor conv(Tensor x, Tensor weight, Tensor bias, Window window, int groups) {
    return Tensor.apply(new Convolution.Conv(window, groups, true), x, weight, bias);
  }

  /**
   * The transposed convolution: what {@link #conv} over these sizes would give the gradient of.
   *
   * @param x {@code (N, C, position…)}
   * @param weight {@code (C, O/groups, kernel…)}
   * @param sizes of the output: of those that have as many positions
   * @return {@code (N, O, size…)}
   * @throws ShapeMismatchException if the window has other positions over these sizes
   */
  public static Tensor convTranspose(
      Tensor x, Tensor weight, Window window, int groups, Shape sizes) {
    var op = new Convolution.ConvTranspose(window, groups, sizes, false);
    return Tensor.apply(op, x, weight);
  }

  /** The same, and then a bias {@code (O)} added. */
  public static Tensor convTranspose(
      Tensor x, Tensor weight, Tensor bias, Window window, int groups, Shape sizes) {
    var op = new Convolution.ConvTranspose(window, groups, sizes, true);
    return Tensor.apply(op, x, weight, bias);
  }

  /**
   * The windows of a tensor: {@code (…, size…)} to {@code (…, kernel…, position…)}.
   *
   * @param window without padding
   * @throws ShapeMismatchException if the window does not fit
   */
  public static Tensor unfold(Tensor x, Window window) {
    return Tensor.apply(new Movement.Unfold(window, false), x);
  }

  /**
   * Windows added up where they overlap: {@code (…, kernel…, position…)} to {@code (…, size…)}, 0
   * where there is none.
   *
   * @param window without padding
   * @param sizes of the output
   * @throws ShapeMismatchException if the window has other positions over these sizes
   */
  public static Tensor fold(Tensor x, Window window, Shape sizes) {
    return Tensor.apply(new Pooling.Fold(window, false, sizes), x);
  }
}
