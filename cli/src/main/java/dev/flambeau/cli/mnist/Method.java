package dev.flambeau.cli.mnist;

import dev.flambeau.cli.command.Choice;
import dev.flambeau.nn.Parameter;
import dev.flambeau.optim.Adam;
import dev.flambeau.optim.Optimizer;
import dev.flambeau.optim.SGD;
import java.util.List;

/** The optimizer. */
enum Method {
  SGD,
  ADAM;

  /** The rate that is taken where none is given. */
  float defaultRate(Objective objective) {
    if (this == ADAM) {
      return 1e-3f;
    }
    return objective == Objective.MSE ? 1.0f : 0.1f;
  }

  Optimizer optimizer(List<Parameter> parameters, float rate, float momentum) {
    return this == ADAM ? new Adam(parameters, rate) : new SGD(parameters, rate, momentum, 0);
  }

  /** Reads one from the command line. */
  static final class Converter extends Choice<Method> {
    Converter() {
      super(Method.class);
    }
  }

  /** As an option spells it. */
  @Override
  public String toString() {
    return Choice.text(this);
  }
}
