package dev.flambeau.benchmarks.command;

import dev.flambeau.benchmarks.command.loading.PictureSteps;
import dev.flambeau.benchmarks.command.timing.Timing;
import dev.flambeau.cli.command.DeviceOptions;
import dev.flambeau.cli.command.Json;
import dev.flambeau.cli.command.Limits;
import dev.flambeau.cli.command.Output;
import dev.flambeau.tensor.Device;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Times steps over pictures that are read from files. */
@Command(
    name = "load",
    description =
        "Time batches of JPEGs of 224 by 224, read, cropped at random, resized and mirrored: by"
            + " themselves, in turn with a training step, and made ahead of it by workers.")
final class LoadCommand implements Callable<Integer> {
  private static final double MILLISECONDS = 1e3;
  private static final int WARM_UP = 2;

  @Option(
      names = "--workers",
      defaultValue = "2",
      converter = Limits.Threads.class,
      description = "Threads that load ahead. Default: ${DEFAULT-VALUE}.")
  private int workers;

  @Option(
      names = "--batch",
      defaultValue = "32",
      converter = Limits.Batch.class,
      description = "Pictures of a step. Default: ${DEFAULT-VALUE}.")
  private int batch;

  @Option(
      names = "--batches",
      defaultValue = "12",
      converter = Limits.Batch.class,
      description = "Steps of an epoch. Default: ${DEFAULT-VALUE}.")
  private int batches;

  @Option(
      names = "--rounds",
      defaultValue = "5",
      converter = Limits.Rounds.class,
      description = "Epochs of each kind that are timed, behind 2 that are not. Default: 5.")
  private int rounds;

  @Option(
      names = "--wait",
      paramLabel = "MS",
      converter = Limits.Threads.class,
      description =
          "Milliseconds that the host waits in place of a step, as for a device that leaves it its"
              + " cores.")
  private @Nullable Integer wait;

  @Mixin private DeviceOptions deviceOptions = new DeviceOptions();
  @Mixin private Output output = new Output();

  @Override
  public Integer call() throws IOException {
    try (Device device = deviceOptions.open();
        PictureSteps steps = new PictureSteps(device, batches, batch, workers, wait)) {
      report(device, steps.time(WARM_UP, rounds));
    }
    return 0;
  }

  private void report(Device device, PictureSteps.Times times) {
    output.line(
        "%s, %d threads, %d workers, batches of %d",
        device, deviceOptions.threads(), workers, batch);
    output.line("%-30s %10s %10s", "ms a batch", "best", "median");
    line("load", times.load());
    line("step", times.step());
    line("load, then step", times.inTurn());
    line("load ahead of the step", times.ahead());
    output.result(
        new Json()
            .put("device", device.name())
            .put("threads", deviceOptions.threads())
            .put("workers", workers)
            .put("batch", batch)
            .put("loadMs", times.load().median() * MILLISECONDS)
            .put("stepMs", times.step().median() * MILLISECONDS)
            .put("inTurnMs", times.inTurn().median() * MILLISECONDS)
            .put("aheadMs", times.ahead().median() * MILLISECONDS)
            .put("inTurnBestMs", times.inTurn().best() * MILLISECONDS)
            .put("aheadBestMs", times.ahead().best() * MILLISECONDS));
  }

  private void line(String what, Timing timing) {
    output.line(
        "%-30s %10.2f %10.2f", what, timing.best() * MILLISECONDS, timing.median() * MILLISECONDS);
  }
}
