package dev.flambeau.op;

import java.util.List;

/** A tensor of one value, from no input; the value is rounded to the type. */
public record Fill(DType dtype, Shape shape, double value) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, 0);
    return List.of(new TensorType(dtype, shape));
  }
}
