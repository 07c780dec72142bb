package dev.flambeau.nn.padding;

import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.functional.Padding;

/** Zeros around, of {@code (…, H, W)}. */
public final class ZeroPad2d extends PaddingLayer {

  /** By one amount on all sides, or by those left, right, top and bottom. */
  public ZeroPad2d(int... amounts) {
    super(2, amounts);
  }

  @Override
  Tensor pad(Tensor input, int[] amounts) {
    return Padding.pad(input, amounts);
  }
}
