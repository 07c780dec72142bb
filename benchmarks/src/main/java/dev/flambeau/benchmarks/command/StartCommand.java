package dev.flambeau.benchmarks.command;

import dev.flambeau.benchmarks.command.network.NetworkOptions;
import dev.flambeau.benchmarks.command.network.Step;
import dev.flambeau.cli.command.Choice;
import dev.flambeau.cli.command.DeviceOptions;
import dev.flambeau.cli.command.Json;
import dev.flambeau.cli.command.Limits;
import dev.flambeau.cli.command.Output;
import dev.flambeau.cli.training.StepOptions;
import dev.flambeau.tensor.Device;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Times the first training steps of this JVM, which has compiled nothing yet. */
@Command(
    name = "start",
    description =
        "Time the first training steps of a new JVM, from opening the device; run it anew for each"
            + " figure.")
final class StartCommand implements Runnable {
  private static final double MILLISECONDS = 1e-6; // of a nanosecond

  @Option(
      names = "--steps",
      defaultValue = "10",
      converter = Limits.Rounds.class,
      description = "How many, each waited for. Default: ${DEFAULT-VALUE}.")
  private int steps;

  @Mixin private NetworkOptions networkOptions = new NetworkOptions();
  @Mixin private StepOptions stepOptions = new StepOptions();
  @Mixin private DeviceOptions deviceOptions = new DeviceOptions();
  @Mixin private Output output = new Output();

  @Override
  public void run() {
    long sinceStart = ManagementFactory.getRuntimeMXBean().getUptime();
    long start = System.nanoTime();
    try (Device device = deviceOptions.open()) {
      double open = (System.nanoTime() - start) * MILLISECONDS;
      try (Step step = networkOptions.step(device, stepOptions)) {
        List<Double> ends = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
          step.run();
          device.synchronize();
          ends.add((System.nanoTime() - start) * MILLISECONDS);
        }
        report(device, sinceStart, open, ends);
      }
    }
  }

  private void report(Device device, long sinceStart, double open, List<Double> ends) {
    String mode = Choice.text(stepOptions.mode());
    output.line(
        "%s, %s, %d threads, %s", networkOptions.network(), device, deviceOptions.threads(), mode);
    output.line("ms since the command began, %d after the JVM did:", sinceStart);
    output.line("device open %.0f", open);
    for (int i = 0; i < ends.size(); i++) {
      output.line("step %d done %.0f", i + 1, ends.get(i));
    }
    output.result(
        new Json()
            .put("name", networkOptions.network().toString())
            .put("device", device.name())
            .put("threads", deviceOptions.threads())
            .put("mode", mode)
            .put("jvmMs", sinceStart)
            .put("openMs", open)
            .put("firstStepMs", ends.get(0))
            .put("lastStepMs", ends.get(ends.size() - 1)));
  }
}
