package dev.flambeau.models;

import dev.flambeau.nn.BatchNorm2d;
import dev.flambeau.nn.Layer;
import dev.flambeau.nn.ReLU6;
import dev.flambeau.nn.Sequential;
import dev.flambeau.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The block of {@link MobileNetV2}: a convolution 1 by 1 that widens, one 3 by 3 of each channel by
 * itself, and one 1 by 1 that narrows, without an activation behind it. What goes in is added where
 * the shape stays.
 */
final class InvertedResidual extends Layer {
  private final Sequential conv;
  private final boolean isAdded;

  InvertedResidual(int in, int out, int stride, int expansion) {
    int wide = in * expansion;
    List<Layer> layers = new ArrayList<>();
    if (expansion != 1) {
      layers.add(normalized(in, wide, 1, 1, 1));
    }
    layers.add(normalized(wide, wide, 3, stride, wide));
    layers.add(Convolution.of(wide, out, 1, 1));
    layers.add(new BatchNorm2d(out));
    conv = child("conv", new Sequential(layers));
    isAdded = stride == 1 && in == out;
  }

  /** A convolution, its norm, and relu6. */
  static Sequential normalized(int in, int out, int kernel, int stride, int groups) {
    return new Sequential(
        Convolution.of(in, out, kernel, stride).groups(groups), new BatchNorm2d(out), new ReLU6());
  }

  @Override
  public Tensor forward(Tensor x) {
    Tensor y = conv.forward(x);
    return isAdded ? x.add(y) : y;
  }
}
