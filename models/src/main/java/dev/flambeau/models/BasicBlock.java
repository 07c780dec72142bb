package dev.flambeau.models;

import dev.flambeau.nn.BatchNorm2d;
import dev.flambeau.nn.Conv2d;
import dev.flambeau.nn.Layer;
import dev.flambeau.nn.Sequential;
import dev.flambeau.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Two convolutions 3 by 3 and what they are given, added: the block of a small {@link ResNet}. */
final class BasicBlock extends Layer {
  private final Conv2d conv1;
  private final BatchNorm2d bn1;
  private final Conv2d conv2;
  private final BatchNorm2d bn2;
  private final @Nullable Sequential downsample;

  BasicBlock(int in, int width, int stride) {
    conv1 = child("conv1", Convolution.of(in, width, 3, stride));
    bn1 = child("bn1", new BatchNorm2d(width));
    conv2 = child("conv2", Convolution.of(width, width, 3, 1));
    bn2 = child("bn2", new BatchNorm2d(width));
    downsample = child("downsample", Shortcut.of(in, width, stride));
  }

  @Override
  public Tensor forward(Tensor x) {
    Tensor y = bn1.forward(conv1.forward(x)).relu();
    y = bn2.forward(conv2.forward(y));
    return y.add(downsample == null ? x : downsample.forward(x)).relu();
  }
}
