package dev.flambeau.nn;

import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.tensor.Functional;
import dev.flambeau.tensor.Tensor;

/**
 * In training leaves out whole channels, each of each example with a probability, and scales the
 * others so that the mean stays; in use it gives what it is given.
 *
 * @see "J. Tompson, R. Goroshin, A. Jain, Y. LeCun, C. Bregler: Efficient Object Localization Using
 *     Convolutional Networks, CVPR 2015"
 */
public abstract sealed class ChannelDropout extends Layer permits Dropout1d, Dropout2d, Dropout3d {
  private final int rank;
  private final double p;

  ChannelDropout(int rank, double p) {
    this.rank = rank;
    this.p = Probability.checked(getClass().getSimpleName(), p);
  }

  /**
   * Applies the layer.
   *
   * @throws ShapeMismatchException if the input has other axes
   */
  @Override
  public final Tensor forward(Tensor x) {
    ChannelInput.checkRank(this, x, rank);
    return isTraining() ? Functional.dropout(x, p, 2) : x;
  }
}
