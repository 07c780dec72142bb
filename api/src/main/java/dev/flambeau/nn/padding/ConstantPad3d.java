package dev.flambeau.nn.padding;

import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.functional.Padding;

/** A number around, of {@code (…, D, H, W)}. */
public final class ConstantPad3d extends PaddingLayer {
  private final double number;

  /** By one amount on all sides, or by those left, right, top, bottom, front and back. */
  public ConstantPad3d(double number, int... amounts) {
    super(3, amounts);
    this.number = number;
  }

  @Override
  Tensor pad(Tensor input, int[] amounts) {
    return Padding.pad(input, number, amounts);
  }
}
