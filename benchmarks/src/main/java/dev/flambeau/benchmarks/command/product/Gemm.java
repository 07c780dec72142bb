package dev.flambeau.benchmarks.command.product;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.View;
import dev.flambeau.benchmarks.command.timing.Groups;
import dev.flambeau.benchmarks.command.timing.Operand;
import dev.flambeau.benchmarks.command.timing.Timing;
import dev.flambeau.op.Contraction.MatMul;
import dev.flambeau.op.TensorType;
import java.util.List;

/** Times a product of matrices through the backend's entry point, into a given output. */
public record Gemm(Transposition transposition, ProductSize size) {

  public Timing time(Backend backend, Groups groups) {
    MatMul op = transposition.op();
    List<TensorType> types = transposition.operands(size);
    try (Operand left = Operand.random(backend, types.get(0), 1);
        Operand right = Operand.random(backend, types.get(1), 2);
        Operand product = Operand.empty(backend, op.infer(types).get(0))) {
      List<View> inputs = List.of(left.view(), right.view());
      List<View> outputs = product.alone();
      return groups.time(() -> backend.run(op, inputs, outputs), backend::synchronize);
    }
  }
}
