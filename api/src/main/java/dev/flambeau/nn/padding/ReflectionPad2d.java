package dev.flambeau.nn.padding;

import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.functional.Padding;

/** The input in a mirror around it, of {@code (…, H, W)}. */
public final class ReflectionPad2d extends PaddingLayer {

  /** By one amount on all sides, or by those left, right, top and bottom. */
  public ReflectionPad2d(int... amounts) {
    super(2, amounts);
  }

  @Override
  Tensor pad(Tensor input, int[] amounts) {
    return Padding.pad(input, Padding.Mode.REFLECT, amounts);
  }
}
