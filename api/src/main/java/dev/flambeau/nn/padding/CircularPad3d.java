package dev.flambeau.nn.padding;

import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.functional.Padding;

/** The input's other ends around it, of {@code (…, D, H, W)}. */
public final class CircularPad3d extends PaddingLayer {

  /** By one amount on all sides, or by those left, right, top, bottom, front and back. */
  public CircularPad3d(int... amounts) {
    super(3, amounts);
  }

  @Override
  Tensor pad(Tensor input, int[] amounts) {
    return Padding.pad(input, Padding.Mode.CIRCULAR, amounts);
  }
}
