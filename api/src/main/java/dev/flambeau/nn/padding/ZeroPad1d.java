package dev.flambeau.nn.padding;

import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.functional.Padding;

/** Zeros around, of {@code (…, L)}. */
public final class ZeroPad1d extends PaddingLayer {

  /** By one amount on all sides, or by those left and right. */
  public ZeroPad1d(int... amounts) {
    super(1, amounts);
  }

  @Override
  Tensor pad(Tensor input, int[] amounts) {
    return Padding.pad(input, amounts);
  }
}
