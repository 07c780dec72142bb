package dev.flambeau.cli.mnist;

import dev.flambeau.cli.command.Choice;
import dev.flambeau.nn.Layer;
import dev.flambeau.nn.ReLU;
import dev.flambeau.nn.Sigmoid;
import dev.flambeau.nn.Tanh;
import java.util.function.Supplier;

/** What follows each hidden layer. */
enum Activation {
  RELU(ReLU::new),
  SIGMOID(Sigmoid::new),
  TANH(Tanh::new);

  private final Supplier<Layer> maker;

  Activation(Supplier<Layer> maker) {
    this.maker = maker;
  }

  Layer layer() {
    return maker.get();
  }

  /** Reads one from the command line. */
  static final class Converter extends Choice<Activation> {
    Converter() {
      super(Activation.class);
    }
  }

  /** As an option spells it. */
  @Override
  public String toString() {
    return Choice.text(this);
  }
}
