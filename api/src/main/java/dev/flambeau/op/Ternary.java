package dev.flambeau.op;

import java.util.List;

/** Ops on three tensors, element by element, with NumPy's broadcasting. */
public sealed interface Ternary extends Elementwise {

  /** {@code condition ? a : b}, for a condition of BOOL. */
  record Where() implements Ternary {
    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
      Check.count(this, inputs, 3);
      Check.dtype(this, "the condition", inputs.get(0), DType.BOOL);
      Check.sameType(this, inputs.subList(1, 3));
      return List.of(inputs.get(1).with(Check.broadcast(this, inputs)));
    }
  }

  /** {@code a · b + c}, rounded once. */
  record Fma() implements Ternary {
    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
      Check.count(this, inputs, 3);
      Check.floating(this, inputs);
      return List.of(inputs.get(0).with(Check.broadcast(this, inputs)));
    }
  }
}
