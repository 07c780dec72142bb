package dev.flambeau.nn.padding;

import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.functional.Padding;

/** A number around, of {@code (…, L)}. */
public final class ConstantPad1d extends PaddingLayer {
  private final double number;

  /** By one amount on all sides, or by those left and right. */
  public ConstantPad1d(double number, int... amounts) {
    super(1, amounts);
    this.number = number;
  }

  @Override
  Tensor pad(Tensor input, int[] amounts) {
    return Padding.pad(input, number, amounts);
  }
}
