package dev.flambeau.nn;

import dev.flambeau.op.Shape;
import dev.flambeau.op.Window;
import dev.flambeau.tensor.functional.Padding;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * All that a convolution layer is told.
 *
 * @param in channels of the input
 * @param out channels of the output
 * @param firstBias null for the usual one
 * @param outputPadding of a transposed one, for each axis
 * @param paddingMode what stands around the images, if that is not zeros
 */
record ConvSettings(
    int in,
    int out,
    Window window,
    int groups,
    boolean hasBias,
    Initializer firstWeights,
    @Nullable Initializer firstBias,
    List<Integer> outputPadding,
    Padding.@Nullable Mode paddingMode) {
  /** Kaiming's of slope √5, so that its bound is 1/√(channels · taps). */
  private static final Initializer USUAL =
      (values, shape, random) -> FanBound.fill(values, 1.0 / 3, FanBound.in(shape), random);

  ConvSettings {
    if (in < 0 || out < 0 || groups < 1 || in % groups != 0 || out % groups != 0) {
      throw new ModelException(
          "Conv: 1 or more groups divide the channels of input and output, was given "
              + groups
              + " for "
              + in
              + " and "
              + out
              + ".");
    }
  }

  /** The usual ones for so many axes; a kernel of one size is as long along each. */
  static ConvSettings of(int axes, int in, int out, int... kernel) {
    List<Integer> none = Collections.nCopies(axes, 0);
    return new ConvSettings(in, out, Windows.of(axes, kernel), 1, true, USUAL, null, none, null);
  }

  ConvSettings with(UnaryOperator<Window> change) {
    return new ConvSettings(
        in,
        out,
        change.apply(window),
        groups,
        hasBias,
        firstWeights,
        firstBias,
        outputPadding,
        paddingMode);
  }

  ConvSettings withGroups(int newGroups) {
    return new ConvSettings(
        in, out, window, newGroups, hasBias, firstWeights, firstBias, outputPadding, paddingMode);
  }

  ConvSettings withBias(boolean newBias) {
    return new ConvSettings(
        in, out, window, groups, newBias, firstWeights, firstBias, outputPadding, paddingMode);
  }

  ConvSettings withFirstWeights(Initializer first) {
    return new ConvSettings(
        in, out, window, groups, hasBias, first, firstBias, outputPadding, paddingMode);
  }

  ConvSettings withFirstBias(Initializer first) {
    return new ConvSettings(
        in, out, window, groups, hasBias, firstWeights, first, outputPadding, paddingMode);
  }

  /** One number for all axes, or one for each. */
  ConvSettings withOutputPadding(int... padding) {
    int axes = window.rank();
    if (padding.length > 1 && padding.length != axes) {
      throw new ModelException(
          "ConvTranspose: one outputPadding for all axes or "
              + axes
              + ", was given "
              + Arrays.toString(padding)
              + ".");
    }
    List<Integer> each =
        switch (padding.length) {
          case 0 -> Collections.nCopies(axes, 0);
          case 1 -> Collections.nCopies(axes, padding[0]);
          default -> Arrays.stream(padding).boxed().toList();
        };
    return new ConvSettings(
        in, out, window, groups, hasBias, firstWeights, firstBias, each, paddingMode);
  }

  ConvSettings withPaddingMode(Padding.Mode mode) {
    return new ConvSettings(
        in, out, window, groups, hasBias, firstWeights, firstBias, outputPadding, mode);
  }

  /** The first values of a bias, where so many channels go into one of a group. */
  Initializer bias(int channels) {
    return firstBias == null
        ? Initializer.uniform(FanBound.reciprocalRoot(channels / groups * window.taps()))
        : firstBias;
  }

  /** {@code (outer, inner/groups, kernel…)}. */
  int[] weight(int outer, int inner) {
    return Shape.of(outer, inner / groups).append(window.kernel().sizes()).sizes();
  }
}
