package dev.flambeau.nn;

import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.functional.Channels;

/** {@link Channels#pixelShuffle} as a layer: channels become places. */
public final class PixelShuffle extends Layer {
  private final int factor;

  /** With a factor by which height and width grow. */
  public PixelShuffle(int factor) {
    this.factor = factor;
  }

  @Override
  public Tensor forward(Tensor input) {
    return Channels.pixelShuffle(input, factor);
  }
}
