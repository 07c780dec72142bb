package dev.flambeau.cli.sweep;

import dev.flambeau.cli.command.Choice;
import dev.flambeau.cli.command.DeviceOptions;
import dev.flambeau.cli.command.Json;
import dev.flambeau.cli.command.Output;
import dev.flambeau.cli.command.Progress;
import dev.flambeau.cli.command.Stopwatch;
import dev.flambeau.op.Op;
import dev.flambeau.op.Unary;
import dev.flambeau.op.Unary.Elementary;
import dev.flambeau.tck.function.Evidence;
import dev.flambeau.tensor.Device;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Computes an elementary function of all 2³² floats and counts the wrong results. */
@Command(
    name = "sweep",
    description =
        "Compute an elementary function of all 2^32 floats on a device, and count what is not the"
            + " float nearest to the exact value. Exit status 1 if any is not.")
public final class SweepCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "FUNCTION",
      converter = Functions.class,
      completionCandidates = Functions.class,
      description = "${COMPLETION-CANDIDATES}.")
  private Elementary function = new Unary.Exp();

  @Mixin private DeviceOptions deviceOptions = new DeviceOptions();
  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    try (Device device = deviceOptions.open()) {
      Stopwatch stopwatch = new Stopwatch();
      stopwatch.start();
      Sweep.Result result = sweep(device);
      stopwatch.stop();
      report(device, result, stopwatch.seconds());
      return result.wrong() == 0 ? 0 : 1;
    }
  }

  /** Reads an elementary function by its op's name. */
  static final class Functions extends Choice<Elementary> {
    Functions() {
      super(Elementary.all(), Op::name);
    }
  }

  private Sweep.Result sweep(Device device) {
    Sweep sweep = Sweep.of(function, device);
    try (Progress progress = output.progress(function.name(), Evidence.BLOCKS)) {
      return sweep.run(0, Evidence.BLOCKS, block -> progress.step());
    }
  }

  private void report(Device device, Sweep.Result result, double seconds) {
    for (Sweep.Wrong wrong : result.first()) {
      output.line(
          "%s(%s), input 0x%08x: 0x%08x, should be 0x%08x",
          function.name(),
          Float.intBitsToFloat(wrong.input()),
          wrong.input(),
          wrong.output(),
          wrong.expected());
    }
    output.line("%d of %d wrong", result.wrong(), result.inputs());
    output.line("%s, %.1f s", device, seconds);
    output.line("outputs SHA-256 %s", result.sha256());
    output.result(
        new Json()
            .put("function", function.name())
            .put("device", device.name())
            .put("inputs", result.inputs())
            .put("wrong", result.wrong())
            .put("sha256", result.sha256())
            .put("seconds", seconds));
  }
}
