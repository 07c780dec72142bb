package dev.flambeau.tensor;

import dev.flambeau.op.Op;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.Value;
import java.util.ArrayList;
import java.util.List;

/** A tensor in an expression: each op on it is run at once. */
record TensorValue(Tensor tensor) implements Value {
  @Override
  public TensorType type() {
    return tensor.view().type();
  }

  @Override
  public List<Value> apply(Op op, List<? extends Value> operands) {
    List<Tensor> tensors = new ArrayList<>(operands.size());
    for (Value operand : operands) {
      tensors.add(((TensorValue) operand).tensor);
    }
    List<Value> made = new ArrayList<>();
    for (Tensor output : Dispatch.run(tensor.device(), op, tensors)) {
      made.add(new TensorValue(output));
    }
    return made;
  }
}
