package dev.flambeau.cli.training;

import dev.flambeau.cli.command.Choice;
import dev.flambeau.data.DeviceBatch;
import dev.flambeau.optim.Optimizer;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.train.TrainingStep;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** How training steps are run. */
public final class StepOptions {
  /** The two ways. */
  public enum Mode {
    CAPTURED,
    EAGER
  }

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      defaultValue = "captured",
      converter = Converter.class,
      description =
          "captured: record a step once and replay it; eager: op by op. The weights are the same."
              + " Default: ${DEFAULT-VALUE}.")
  private Mode mode = Mode.CAPTURED;

  /** Reads a mode from the command line. */
  static final class Converter extends Choice<Mode> {
    Converter() {
      super(Mode.class);
    }
  }

  public Mode mode() {
    return mode;
  }

  /** A step that is run in this way. */
  public TrainingStep step(Optimizer optimizer, Function<DeviceBatch, Tensor> loss) {
    return switch (mode) {
      case CAPTURED -> TrainingStep.captured(optimizer, loss);
      case EAGER -> TrainingStep.eager(optimizer, loss);
    };
  }
}
