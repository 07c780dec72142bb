package dev.flambeau.models;

import dev.flambeau.nn.Conv2d;
import dev.flambeau.nn.Initializer;

/** The convolutions of {@link ResNet} and {@link MobileNetV2}: torchvision's first weights. */
final class Convolution {
  private Convolution() {}

  /** Without a bias, which the norm behind it has, and as many positions as the stride leaves. */
  static Conv2d of(int in, int out, int kernel, int stride) {
    return new Conv2d(in, out, kernel)
        .stride(stride)
        .padding((kernel - 1) / 2)
        .bias(false)
        .firstWeights(Initializer.kaimingNormalFanOut());
  }
}
