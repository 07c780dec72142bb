package dev.flambeau.models;

import dev.flambeau.nn.BatchNorm2d;
import dev.flambeau.nn.Conv2d;
import dev.flambeau.nn.Layer;
import dev.flambeau.nn.Sequential;
import dev.flambeau.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A convolution 3 by 3 between two that narrow and widen fourfold, and what they are given, added:
 * the block of a deep {@link ResNet}. The stride is the middle one's, as in torchvision; the paper
 * has it at the first.
 */
final class Bottleneck extends Layer {
  /** How many times the width goes out. */
  static final int EXPANSION = 4;

  private final Conv2d conv1;
  private final BatchNorm2d bn1;
  private final Conv2d conv2;
  private final BatchNorm2d bn2;
  private final Conv2d conv3;
  private final BatchNorm2d bn3;
  private final @Nullable Sequential downsample;

  Bottleneck(int in, int width, int stride) {
    int out = width * EXPANSION;
    conv1 = child("conv1", Convolution.of(in, width, 1, 1));
    bn1 = child("bn1", new BatchNorm2d(width));
    conv2 = child("conv2", Convolution.of(width, width, 3, stride));
    bn2 = child("bn2", new BatchNorm2d(width));
    conv3 = child("conv3", Convolution.of(width, out, 1, 1));
    bn3 = child("bn3", new BatchNorm2d(out));
    downsample = child("downsample", Shortcut.of(in, out, stride));
  }

  @Override
  public Tensor forward(Tensor x) {
    Tensor y = bn1.forward(conv1.forward(x)).relu();
    y = bn2.forward(conv2.forward(y)).relu();
    y = bn3.forward(conv3.forward(y));
    return y.add(downsample == null ? x : downsample.forward(x)).relu();
  }
}
