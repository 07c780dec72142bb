package dev.flambeau.models;

import dev.flambeau.nn.BatchNorm2d;
import dev.flambeau.nn.Conv2d;
import dev.flambeau.nn.Initializer;
import dev.flambeau.nn.Layer;
import dev.flambeau.nn.LeakyReLU;
import dev.flambeau.nn.Sequential;
import dev.flambeau.tensor.Tensor;

/**
 * DCGAN's discriminator: tells images of 64 by 64 pixels that were made from real ones. First
 * weights are normal with std 0.02.
 *
 * @see "A. Radford, L. Metz, S. Chintala: Unsupervised Representation Learning with Deep
 *     Convolutional Generative Adversarial Networks, ICLR 2016"
 */
public final class Discriminator extends Layer {
  private final Sequential main;

  /** As in the paper's code: 64 channels behind the first layer, images in colour. */
  public Discriminator() {
    this(64, 3);
  }

  /**
   * A network.
   *
   * @param width channels behind the first layer
   * @param channels of the images
   */
  public Discriminator(int width, int channels) {
    main =
        child(
            "main",
            new Sequential(
                halving(channels, width),
                new LeakyReLU(0.2),
                halving(width, 2 * width),
                new BatchNorm2d(2 * width),
                new LeakyReLU(0.2),
                halving(2 * width, 4 * width),
                new BatchNorm2d(4 * width),
                new LeakyReLU(0.2),
                halving(4 * width, 8 * width),
                new BatchNorm2d(8 * width),
                new LeakyReLU(0.2),
                last(8 * width, 1)));
  }

  /** From 4 by 4 places to one. */
  private static Conv2d last(int in, int out) {
    return new Conv2d(in, out, 4).bias(false).firstWeights(Initializer.normal(0, 0.02));
  }

  private static Conv2d halving(int in, int out) {
    return last(in, out).stride(2).padding(1);
  }

  /**
   * Applies the network.
   *
   * @param images {@code (N, channels, 64, 64)}
   * @return logits {@code (N, 1)}, above 0 for what is taken for real; for BCEWithLogitsLoss
   */
  @Override
  public Tensor forward(Tensor images) {
    Tensor logits = main.forward(images);
    return logits.reshape(logits.shape().size(0), 1);
  }
}
