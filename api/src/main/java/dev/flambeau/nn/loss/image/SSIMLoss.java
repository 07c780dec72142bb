package dev.flambeau.nn.loss.image;

import dev.flambeau.nn.loss.LossArguments;
import dev.flambeau.nn.loss.LossFunction;
import dev.flambeau.nn.loss.Reduction;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.op.Window;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.functional.Convolutions;

/**
 * One minus the structural similarity of images: of each neighbourhood, weighted by a Gaussian, how
 * well means, spreads and their common part agree. The means of neighbourhoods are convolutions, a
 * channel by itself, without padding.
 *
 * @param range from the least value of an image to the largest
 * @param size of a neighbourhood, height and width
 * @param sigma of the Gaussian
 * @see "Z. Wang, A. Bovik, H. Sheikh, E. Simoncelli: Image Quality Assessment, IEEE Transactions on
 *     Image Processing 13, 2004"
 */
public record SSIMLoss(double range, int size, double sigma, Reduction reduction)
    implements LossFunction {
  private static final double MEANS = 0.01;
  private static final double SPREADS = 0.03;

  /** The mean over images in [0, 1], by the paper's neighbourhoods: 11 by 11, sigma 1.5. */
  public SSIMLoss() {
    this(1, 11, 1.5, Reduction.MEAN);
  }

  /**
   * Makes a loss.
   *
   * @throws dev.flambeau.nn.ModelException if range, size or sigma is not above 0
   */
  public SSIMLoss {
    LossArguments.above(0, "ssimLoss", "range", range);
    LossArguments.above(0, "ssimLoss", "size", size);
    LossArguments.above(0, "ssimLoss", "sigma", sigma);
  }

  /**
   * The loss.
   *
   * @param output {@code (N, C, H, W)}
   * @param target of the output's shape
   * @throws ShapeMismatchException if it has other axes, or is smaller than a neighbourhood
   */
  @Override
  public Tensor of(Tensor output, Tensor target) {
    LossArguments.sameShape("ssimLoss", output, target);
    if (output.shape().rank() != 4) {
      throw new ShapeMismatchException(
          "ssimLoss: takes images (N, C, H, W), was given " + output.shape());
    }
    Tensor weights = weights(output);
    Tensor x = means(output, weights);
    Tensor y = means(target, weights);
    Tensor ofX = means(output.square(), weights).sub(x.square());
    Tensor ofY = means(target.square(), weights).sub(y.square());
    Tensor ofBoth = means(output.mul(target), weights).sub(x.mul(y));
    double c1 = MEANS * range * (MEANS * range);
    double c2 = SPREADS * range * (SPREADS * range);
    Tensor above = x.mul(y).mul(2).add(c1).mul(ofBoth.mul(2).add(c2));
    Tensor below = x.square().add(y.square()).add(c1).mul(ofX.add(ofY).add(c2));
    return reduction.of(above.div(below).neg().add(1));
  }

  /** The Gaussian along one axis, with sum 1: made on the device, so that a step records it. */
  private Tensor weights(Tensor like) {
    Tensor places = like.device().arange(like.dtype(), size).sub((size - 1) / 2.0);
    Tensor bell = places.square().div(-2 * sigma * sigma).exp();
    return bell.div(bell.sum());
  }

  /** The weighted mean of each neighbourhood, along one axis and then the other. */
  private Tensor means(Tensor images, Tensor weights) {
    int channels = images.shape().size(1);
    Tensor down = weights.reshape(1, 1, size, 1).expand(channels, 1, size, 1);
    Tensor across = weights.reshape(1, 1, 1, size).expand(channels, 1, 1, size);
    Tensor columns = Convolutions.conv(images, down, Window.of(size, 1), channels);
    return Convolutions.conv(columns, across, Window.of(1, size), channels);
  }
}
