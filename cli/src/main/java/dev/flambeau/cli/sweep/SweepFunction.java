package dev.flambeau.cli.sweep;

import dev.flambeau.cli.command.Choice;
import dev.flambeau.tck.function.ExactFunction;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import java.util.function.UnaryOperator;

/** The functions whose every output is known. */
enum SweepFunction {
  EXP(Tensor::exp),
  LOG(Tensor::log),
  SIGMOID(Tensor::sigmoid),
  TANH(Tensor::tanh);

  private final UnaryOperator<Tensor> operator;

  SweepFunction(UnaryOperator<Tensor> operator) {
    this.operator = operator;
  }

  /** The function of each number, computed on a device. */
  float[] of(float[] inputs, Device device) {
    try (Scope scope = Scope.open()) {
      return operator.apply(device.tensor(inputs, inputs.length)).toFloats();
    }
  }

  /** The same function, right and slow. */
  ExactFunction exact() {
    return ExactFunction.valueOf(name());
  }

  /** Reads one from the command line. */
  static final class Converter extends Choice<SweepFunction> {
    Converter() {
      super(SweepFunction.class);
    }
  }

  /** As the command line spells it. */
  @Override
  public String toString() {
    return Choice.text(this);
  }
}
