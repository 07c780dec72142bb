package dev.flambeau.nn.padding;

import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.functional.Padding;

/** The input's other ends around it, of {@code (…, L)}. */
public final class CircularPad1d extends PaddingLayer {

  /** By one amount on all sides, or by those left and right. */
  public CircularPad1d(int... amounts) {
    super(1, amounts);
  }

  @Override
  Tensor pad(Tensor input, int[] amounts) {
    return Padding.pad(input, Padding.Mode.CIRCULAR, amounts);
  }
}
