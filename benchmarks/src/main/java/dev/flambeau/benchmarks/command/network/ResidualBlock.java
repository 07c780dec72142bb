package dev.flambeau.benchmarks.command.network;

import dev.flambeau.nn.BatchNorm2d;
import dev.flambeau.nn.Conv2d;
import dev.flambeau.nn.Layer;
import dev.flambeau.nn.ReLU;
import dev.flambeau.nn.Sequential;
import dev.flambeau.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The basic block of K. He, X. Zhang, S. Ren, J. Sun, Deep Residual Learning, 2016. */
final class ResidualBlock extends Layer {
  private final Sequential path;
  private final @Nullable Sequential downsample;

  ResidualBlock(int in, int out, int stride) {
    path =
        child(
            "path",
            new Sequential(
                new Conv2d(in, out, 3).stride(stride).padding(1).bias(false),
                new BatchNorm2d(out),
                new ReLU(),
                new Conv2d(out, out, 3).padding(1).bias(false),
                new BatchNorm2d(out)));
    boolean isChanged = stride != 1 || in != out;
    downsample =
        isChanged
            ? child(
                "downsample",
                new Sequential(
                    new Conv2d(in, out, 1).stride(stride).bias(false), new BatchNorm2d(out)))
            : null;
  }

  @Override
  public Tensor forward(Tensor x) {
    Tensor shortcut = downsample == null ? x : downsample.forward(x);
    return path.forward(x).add(shortcut).relu();
  }
}
