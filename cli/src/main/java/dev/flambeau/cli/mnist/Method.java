package dev.flambeau.cli.mnist;

import dev.flambeau.cli.command.Choice;
import dev.flambeau.nn.Parameter;
import dev.flambeau.optim.Adam;
import dev.flambeau.optim.Optimizer;
import java.util.List;

/** The optimizer. */
enum Method {
  SGD,
  ADAM;

  /** The rate that is taken where none is given. */
  float defaultRate(Network network, Objective objective) {
    if (this == ADAM) {
      return network.adamsRate();
    }
    return objective == Objective.MSE ? 1.0f : 0.1f;
  }

  Optimizer optimizer(List<Parameter> parameters, float rate, float momentum) {
    return this == ADAM
        ? Adam.over(parameters).learningRate(rate).build()
        : dev.flambeau.optim.SGD.over(parameters).learningRate(rate).momentum(momentum).build();
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
