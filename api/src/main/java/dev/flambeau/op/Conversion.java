package dev.flambeau.op;

import java.util.List;

/** Ops that change the type of elements. */
public sealed interface Conversion extends Op {

  /**
   * The same values in another type. To INT32 as Java casts (towards zero, saturating, NaN to 0);
   * to BOOL whether not equal to 0; to a narrower float to nearest, ties to even. To its own type
   * it is a copy.
   */
  record Cast(DType dtype) implements Conversion {
    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
      Check.count(this, inputs, 1);
      return List.of(inputs.get(0).with(dtype));
    }
  }

  /**
   * From INT32 labels {@code (…)} to {@code (…, classes)}: 1 at the label's place and +0 elsewhere.
   * A label outside [0, classes) gives a row of NaN, so that it cannot pass for anything.
   */
  record OneHot(int classes, DType dtype) implements Conversion {
    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
      Check.count(this, inputs, 1);
      Check.dtype(this, "the labels", inputs.get(0), DType.INT32);
      if (!dtype.isFloating()) {
        throw new TypeMismatchException("oneHot: makes FLOAT32 or FLOAT64, was asked for " + dtype);
      }
      if (classes < 1) {
        throw new ShapeMismatchException("oneHot: takes 1 class or more, was given " + classes);
      }
      return List.of(new TensorType(dtype, inputs.get(0).shape().append(classes)));
    }
  }
}
