package dev.flambeau.cli.mnist;

import dev.flambeau.cli.command.Choice;
import dev.flambeau.nn.loss.CrossEntropyLoss;
import dev.flambeau.nn.loss.LossFunction;
import dev.flambeau.nn.loss.MSELoss;

/** The loss, and with it what the last layer's output means. */
enum Objective {
  /** Sigmoid outputs against one-hot targets. */
  MSE((output, labels) -> new MSELoss().of(output, labels.oneHot(output.shape().size(-1)))),
  /** Logits against labels. */
  CROSS_ENTROPY(new CrossEntropyLoss());

  private final LossFunction function;

  Objective(LossFunction function) {
    this.function = function;
  }

  LossFunction function() {
    return function;
  }

  /** Reads one from the command line. */
  static final class Converter extends Choice<Objective> {
    Converter() {
      super(Objective.class);
    }
  }

  /** As an option spells it. */
  @Override
  public String toString() {
    return Choice.text(this);
  }
}
