package dev.flambeau.models;

import dev.flambeau.nn.BatchNorm2d;
import dev.flambeau.nn.Layer;
import dev.flambeau.nn.ReLU;
import dev.flambeau.nn.Sequential;
import dev.flambeau.tensor.Tensor;

/** Two convolutions 3 by 3 with norm and relu: a level of {@link UNet}. */
final class DoubleConvolution extends Layer {
  private final Sequential layers;

  DoubleConvolution(int in, int out) {
    layers =
        child(
            "layers",
            new Sequential(
                Convolution.of(in, out, 3, 1),
                new BatchNorm2d(out),
                new ReLU(),
                Convolution.of(out, out, 3, 1),
                new BatchNorm2d(out),
                new ReLU()));
  }

  @Override
  public Tensor forward(Tensor x) {
    return layers.forward(x);
  }
}
