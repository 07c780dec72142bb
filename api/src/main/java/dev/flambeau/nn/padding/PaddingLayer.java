package dev.flambeau.nn.padding;

import dev.flambeau.nn.Layer;
import dev.flambeau.nn.ModelException;
import dev.flambeau.tensor.Tensor;
import java.util.Arrays;

/** What layers that put positions around their input have in common: {@link #forward} does so. */
public abstract sealed class PaddingLayer extends Layer
    permits CircularPad1d,
        CircularPad2d,
        CircularPad3d,
        ConstantPad1d,
        ConstantPad2d,
        ConstantPad3d,
        ReflectionPad1d,
        ReflectionPad2d,
        ReflectionPad3d,
        ReplicationPad1d,
        ReplicationPad2d,
        ReplicationPad3d,
        ZeroPad1d,
        ZeroPad2d,
        ZeroPad3d {
  private final int[] amounts;

  /**
   * Makes a layer.
   *
   * @param axes how many of the last axes get positions
   * @param given one amount for all sides, or one for each, before and after, last axis first
   * @throws ModelException if there are others, or one is negative
   */
  PaddingLayer(int axes, int[] given) {
    boolean isNegative = Arrays.stream(given).anyMatch(amount -> amount < 0);
    if (isNegative || given.length != 1 && given.length != 2 * axes) {
      throw new ModelException(
          getClass().getSimpleName()
              + ": takes one amount of 0 or more, or "
              + 2 * axes
              + ", was given "
              + Arrays.toString(given)
              + ".");
    }
    amounts = Arrays.copyOf(given, 2 * axes);
    if (given.length == 1) {
      Arrays.fill(amounts, given[0]);
    }
  }

  abstract Tensor pad(Tensor input, int[] amounts);

  /**
   * Applies the layer.
   *
   * @throws dev.flambeau.op.ShapeMismatchException if the input has too few axes, or too few
   *     positions to copy
   */
  @Override
  public final Tensor forward(Tensor input) {
    return pad(input, amounts);
  }
}
