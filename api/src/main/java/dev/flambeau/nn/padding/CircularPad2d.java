package dev.flambeau.nn.padding;

import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.functional.Padding;

/** The input's other ends around it, of {@code (…, H, W)}. */
public final class CircularPad2d extends PaddingLayer {

  /** By one amount on all sides, or by those left, right, top and bottom. */
  public CircularPad2d(int... amounts) {
    super(2, amounts);
  }

  @Override
  Tensor pad(Tensor input, int[] amounts) {
    return Padding.pad(input, Padding.Mode.CIRCULAR, amounts);
  }
}
