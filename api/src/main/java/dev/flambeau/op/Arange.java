package dev.flambeau.op;

import java.util.List;

/** The numbers 0, 1, 2 … as a tensor, from no input; each is rounded to the type. */
public record Arange(DType dtype, int size) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, 0);
    if (dtype == DType.BOOL) {
      throw new TypeMismatchException("arange: makes numbers, was asked for BOOL");
    }
    return List.of(new TensorType(dtype, Shape.of(size)));
  }
}
