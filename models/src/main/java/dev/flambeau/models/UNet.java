package dev.flambeau.models;

import dev.flambeau.nn.Conv2d;
import dev.flambeau.nn.ConvTranspose2d;
import dev.flambeau.nn.Layer;
import dev.flambeau.nn.MaxPool2d;
import dev.flambeau.nn.ModelException;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * U-Net, which gives each pixel a class: levels that halve the size and double the channels, then
 * as many that bring both back, each beside what the level of its size gave on the way down. With
 * padding, so that the output has the input's size, and with batch norms.
 *
 * @see "O. Ronneberger, P. Fischer, T. Brox: U-Net: Convolutional Networks for Biomedical Image
 *     Segmentation, MICCAI 2015"
 */
public final class UNet extends Layer {
  private final List<DoubleConvolution> down;
  private final MaxPool2d pool;
  private final List<ConvTranspose2d> widen;
  private final List<DoubleConvolution> up;
  private final Conv2d head;

  /** The paper's size: 64 channels at the first of five levels. */
  public UNet(int channels, int classes) {
    this(channels, classes, 64, 5);
  }

  /**
   * Another size.
   *
   * @param channels of the input
   * @param classes channels of the output
   * @param width channels of the first level
   * @param levels how many sizes there are
   * @throws ModelException if there are fewer than two levels
   */
  public UNet(int channels, int classes, int width, int levels) {
    if (levels < 2 || levels > 16) {
      throw new ModelException("UNet: has 2 levels to 16, was given " + levels + ".");
    }
    List<DoubleConvolution> before = new ArrayList<>();
    List<ConvTranspose2d> between = new ArrayList<>();
    List<DoubleConvolution> after = new ArrayList<>();
    before.add(new DoubleConvolution(channels, width));
    for (int level = 1; level < levels; level++) {
      before.add(new DoubleConvolution(width << level - 1, width << level));
    }
    for (int level = levels - 1; level > 0; level--) {
      int out = width << level - 1;
      between.add(new ConvTranspose2d(2 * out, out, 2).stride(2));
      after.add(new DoubleConvolution(2 * out, out));
    }
    down = children("down", before);
    pool = child("pool", new MaxPool2d(2));
    widen = children("widen", between);
    up = children("up", after);
    head = child("head", new Conv2d(width, classes, 1));
  }

  /**
   * Applies the network.
   *
   * @param images {@code (N, channels, H, W)}
   * @return logits {@code (N, classes, H, W)}
   * @throws ShapeMismatchException if height or width cannot be halved at each level
   */
  @Override
  public Tensor forward(Tensor images) {
    check(images);
    List<Tensor> levels = new ArrayList<>();
    Tensor x = images;
    for (DoubleConvolution level : down) {
      x = level.forward(levels.isEmpty() ? x : pool.forward(x));
      levels.add(x);
    }
    for (int i = 0; i < up.size(); i++) {
      Tensor beside = levels.get(levels.size() - 2 - i);
      x = up.get(i).forward(Tensor.concat(1, beside, widen.get(i).forward(x)));
    }
    return head.forward(x);
  }

  private void check(Tensor images) {
    int least = 1 << up.size();
    int rank = images.shape().rank();
    if (rank != 4 || images.shape().size(2) % least != 0 || images.shape().size(3) % least != 0) {
      throw new ShapeMismatchException(
          "UNet: takes (N, C, H, W) whose H and W are multiples of "
              + least
              + ", was given "
              + images.shape()
              + ". Pad the images, or take fewer levels.");
    }
  }
}
