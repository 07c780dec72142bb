package dev.flambeau.cpu.reference;

import dev.flambeau.backend.View;
import dev.flambeau.cpu.kernel.Kernel;
import dev.flambeau.op.Unary;
import java.util.List;

/** Elementwise ops on one tensor: numerics.md, "Elementwise". */
final class UnaryReference implements Kernel<Unary> {
  /** What is done to one element. */
  interface Function {
    double of(Arithmetic arithmetic, double x);
  }

  static final UnaryReference ABS = new UnaryReference((arithmetic, x) -> Math.abs(x));
  static final UnaryReference NEG = new UnaryReference((arithmetic, x) -> -x);
  static final UnaryReference SQRT =
      new UnaryReference((arithmetic, x) -> arithmetic.round(Math.sqrt(x)));
  static final UnaryReference RELU = new UnaryReference((arithmetic, x) -> x <= 0 ? 0 : x);

  private final Function function;

  UnaryReference(Function function) {
    this.function = function;
  }

  @Override
  public void run(Unary op, List<View> inputs, List<View> outputs) {
    View output = outputs.get(0);
    Arithmetic arithmetic = Arithmetic.of(output.type().dtype());
    Elements x = Elements.of(inputs.get(0));
    Elements y = Elements.of(output);
    for (int i = 0; i < output.type().elements(); i++) {
      y.set(i, function.of(arithmetic, x.get(i)));
    }
  }
}
