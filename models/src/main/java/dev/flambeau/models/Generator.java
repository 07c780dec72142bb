package dev.flambeau.models;

import dev.flambeau.nn.BatchNorm2d;
import dev.flambeau.nn.ConvTranspose2d;
import dev.flambeau.nn.Initializer;
import dev.flambeau.nn.Layer;
import dev.flambeau.nn.ReLU;
import dev.flambeau.nn.Sequential;
import dev.flambeau.nn.Tanh;
import dev.flambeau.tensor.Tensor;

/**
 * DCGAN's generator: from random numbers to images of 64 by 64 pixels in [−1, 1], by transposed
 * convolutions. First weights are normal with std 0.02.
 *
 * @see "A. Radford, L. Metz, S. Chintala: Unsupervised Representation Learning with Deep
 *     Convolutional Generative Adversarial Networks, ICLR 2016"
 */
public final class Generator extends Layer {
  private final Sequential main;
  private final int numbers;

  /** As in the paper's code: 100 numbers, 64 channels before the last layer, images in colour. */
  public Generator() {
    this(100, 64, 3);
  }

  /**
   * A network.
   *
   * @param numbers how many random numbers make an image
   * @param width channels before the last layer
   * @param channels of the images
   */
  public Generator(int numbers, int width, int channels) {
    this.numbers = numbers;
    main =
        child(
            "main",
            new Sequential(
                first(numbers, 8 * width),
                new BatchNorm2d(8 * width),
                new ReLU(),
                doubling(8 * width, 4 * width),
                new BatchNorm2d(4 * width),
                new ReLU(),
                doubling(4 * width, 2 * width),
                new BatchNorm2d(2 * width),
                new ReLU(),
                doubling(2 * width, width),
                new BatchNorm2d(width),
                new ReLU(),
                doubling(width, channels),
                new Tanh()));
  }

  /** From one place to 4 by 4. */
  private static ConvTranspose2d first(int in, int out) {
    return new ConvTranspose2d(in, out, 4).bias(false).firstWeights(Initializer.normal(0, 0.02));
  }

  private static ConvTranspose2d doubling(int in, int out) {
    return first(in, out).stride(2).padding(1);
  }

  /**
   * Makes images.
   *
   * @param noise {@code (N, numbers)}, normal
   * @return {@code (N, channels, 64, 64)}
   */
  @Override
  public Tensor forward(Tensor noise) {
    return main.forward(noise.reshape(noise.shape().size(0), numbers, 1, 1));
  }
}
