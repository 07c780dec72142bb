package dev.flambeau.op;

import java.util.List;

/**
 * A value of which there is the type alone: an elementwise expression over such says what it gives,
 * or that it is none.
 */
record InferredValue(TensorType type) implements Value {
  @Override
  public List<Value> apply(Op op, List<? extends Value> operands) {
    if (!(op instanceof Elementwise || op instanceof Fill || Fused.isElementwise(op))) {
      throw new TypeMismatchException(
          "an elementwise op is made of elementwise ops, was given "
              + op.name()
              + ". Write a function of tensors instead.");
    }
    return op.infer(operands.stream().map(Value::type).toList()).stream()
        .map(InferredValue::new)
        .map(Value.class::cast)
        .toList();
  }
}
