package dev.flambeau.benchmarks.command;

import dev.flambeau.cli.command.Choice;
import dev.flambeau.tensor.Tensor;
import java.util.function.UnaryOperator;

/** Elementwise ops as a user calls them. */
enum EagerOp {
  ADD(x -> x.add(x)),
  MUL(x -> x.mul(x)),
  DIV(x -> x.div(x)),
  RELU(Tensor::relu),
  SQRT(Tensor::sqrt),
  EXP(Tensor::exp),
  LOG(Tensor::log),
  TANH(Tensor::tanh),
  SIGMOID(Tensor::sigmoid);

  private final UnaryOperator<Tensor> op;

  EagerOp(UnaryOperator<Tensor> op) {
    this.op = op;
  }

  /** Reads one from the command line. */
  static final class Converter extends Choice<EagerOp> {
    Converter() {
      super(EagerOp.class);
    }
  }

  Tensor of(Tensor x) {
    return op.apply(x);
  }

  /** As the command line spells it. */
  @Override
  public String toString() {
    return Choice.text(this);
  }
}
