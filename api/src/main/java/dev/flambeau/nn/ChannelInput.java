package dev.flambeau.nn;

import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.tensor.Tensor;

/** What layers over channels ask of their inputs, with the words of their refusals in one place. */
final class ChannelInput {
  private static final String[] AXES = {
    "", "", "(N, C)", "(N, C, L)", "(N, C, H, W)", "(N, C, D, H, W)"
  };

  private ChannelInput() {}

  /** Checks the number of axes. */
  static void checkRank(Module layer, Tensor x, int rank) {
    if (x.shape().rank() != rank) {
      throw new ShapeMismatchException(
          layer.getClass().getSimpleName() + ": takes " + AXES[rank] + ", was given " + x.shape());
    }
  }

  /** Checks the number of axes and that of channels. */
  static void check(Module layer, Tensor x, int leastRank, int mostRank, int channels) {
    int rank = x.shape().rank();
    if (rank < leastRank || rank > mostRank || x.shape().size(1) != channels) {
      String either = leastRank == mostRank ? "" : AXES[leastRank] + " or ";
      throw new ShapeMismatchException(
          layer.getClass().getSimpleName()
              + ": takes "
              + either
              + AXES[mostRank]
              + " with C = "
              + channels
              + ", was given "
              + x.shape());
    }
  }

  /** Checks the number of channels, whatever axes come behind. */
  static void checkChannels(Module layer, Tensor x, int channels) {
    if (x.shape().rank() < 2 || x.shape().size(1) != channels) {
      throw new ShapeMismatchException(
          layer.getClass().getSimpleName()
              + ": takes (N, C, …) with C = "
              + channels
              + ", was given "
              + x.shape());
    }
  }

  /** Checks that values have a variance. */
  static void checkValues(Module layer, Tensor x, int values) {
    if (values < 2) {
      throw new ShapeMismatchException(
          layer.getClass().getSimpleName()
              + ": takes 2 values or more of each channel in training, was given "
              + x.shape()
              + ". Take a larger batch, dropLast() of the loader, or eval() for use.");
    }
  }
}
