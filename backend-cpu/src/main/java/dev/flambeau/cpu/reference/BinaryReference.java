package dev.flambeau.cpu.reference;

import dev.flambeau.backend.View;
import dev.flambeau.cpu.kernel.Kernel;
import dev.flambeau.op.Binary;
import dev.flambeau.op.Shape;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/** Arithmetic on two tensors: one operation, one rounding. numerics.md, "Elementwise". */
final class BinaryReference implements Kernel<Binary> {
  static final BinaryReference ADD = new BinaryReference((a, b) -> a + b);
  static final BinaryReference SUB = new BinaryReference((a, b) -> a - b);
  static final BinaryReference MUL = new BinaryReference((a, b) -> a * b);
  static final BinaryReference DIV = new BinaryReference((a, b) -> a / b);

  private final DoubleBinaryOperator operation;

  private BinaryReference(DoubleBinaryOperator operation) {
    this.operation = operation;
  }

  @Override
  public void run(Binary op, List<View> inputs, List<View> outputs) {
    View output = outputs.get(0);
    Shape shape = output.type().shape();
    Arithmetic arithmetic = Arithmetic.of(output.type().dtype());
    Elements a = Elements.of(inputs.get(0));
    Elements b = Elements.of(inputs.get(1));
    Elements y = Elements.of(output);
    StridedIndex inA = StridedIndex.broadcast(inputs.get(0).type().shape(), shape);
    StridedIndex inB = StridedIndex.broadcast(inputs.get(1).type().shape(), shape);
    for (int i = 0; i < shape.elements(); i++) {
      double result = operation.applyAsDouble(a.get(inA.at(i)), b.get(inB.at(i)));
      y.set(i, arithmetic.round(result));
    }
  }
}
