package dev.flambeau.nn;

import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.functional.Channels;

/** {@link Channels#pixelUnshuffle} as a layer: places become channels. */
public final class PixelUnshuffle extends Layer {
  private final int factor;

  /** With a factor by which height and width shrink. */
  public PixelUnshuffle(int factor) {
    this.factor = factor;
  }

  @Override
  public Tensor forward(Tensor input) {
    return Channels.pixelUnshuffle(input, factor);
  }
}
