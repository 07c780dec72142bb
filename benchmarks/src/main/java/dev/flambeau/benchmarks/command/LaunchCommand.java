package dev.flambeau.benchmarks.command;

import dev.flambeau.benchmarks.command.cost.CountingBackend;
import dev.flambeau.benchmarks.command.network.NetworkOptions;
import dev.flambeau.benchmarks.command.network.Step;
import dev.flambeau.benchmarks.command.timing.Timing;
import dev.flambeau.cli.command.DeviceOptions;
import dev.flambeau.cli.command.Json;
import dev.flambeau.cli.command.Limits;
import dev.flambeau.cli.command.Output;
import dev.flambeau.cli.training.StepOptions;
import dev.flambeau.tensor.Device;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Times what the host does for a step that is captured: its launches, and the wait for them. */
@Command(
    name = "launch",
    description = "Time a captured training step's launches and one wait for them, step by step.")
final class LaunchCommand implements Runnable {
  private static final double MICROSECONDS = 1e6;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  @Option(
      names = "--rounds",
      defaultValue = "200",
      converter = Limits.Rounds.class,
      description = "Steps that are timed. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "8",
      converter = Limits.Seconds.class,
      description = "Steps before the first that is timed. Default: ${DEFAULT-VALUE}.")
  private float warmUp;

  @Mixin private NetworkOptions networkOptions = new NetworkOptions();
  @Mixin private DeviceOptions deviceOptions = new DeviceOptions();
  @Mixin private Output output = new Output();

  /** How long the host waited, and for how much of it its thread had a processor. */
  private record Rounds(Timing elapsed, Timing busy) {}

  @Override
  public void run() {
    CountingBackend backend = new CountingBackend(deviceOptions.openBackend());
    try (Device device = Device.over(backend, deviceOptions.numerics());
        Step step = networkOptions.step(device, new StepOptions())) {
      long start = System.nanoTime();
      while ((System.nanoTime() - start) * 1e-9 < warmUp) {
        time(step, device, 1);
      }
      long launched = backend.launches();
      Rounds times = time(step, device, rounds);
      report(device, times, (backend.launches() - launched) / rounds);
    }
  }

  private static Rounds time(Step step, Device device, int rounds) {
    List<Double> elapsed = new ArrayList<>();
    List<Double> busy = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      long worked = THREADS.getCurrentThreadCpuTime();
      long start = System.nanoTime();
      step.run();
      device.synchronize();
      elapsed.add((System.nanoTime() - start) * 1e-9);
      busy.add((THREADS.getCurrentThreadCpuTime() - worked) * 1e-9);
      // Where benchmarks/src/peers/c/launches.c stands before the driver, a wait for nothing is its
      // turn: it does the same launches once more, from C.
      device.synchronize();
    }
    return new Rounds(new Timing(elapsed), new Timing(busy));
  }

  private void report(Device device, Rounds times, long launches) {
    output.line(
        "%s, %s, %d threads, captured", networkOptions.network(), device, deviceOptions.threads());
    output.line("%-30s %10s %10s", "us of a step, waited for", "best", "median");
    line("from first launch to its end", times.elapsed());
    line("of the host's thread", times.busy());
    output.line("a step: %d launches", launches);
    output.result(
        new Json()
            .put("name", networkOptions.network().toString())
            .put("device", device.name())
            .put("threads", deviceOptions.threads())
            .put("rounds", rounds)
            .put("launches", launches)
            .put("bestUs", times.elapsed().best() * MICROSECONDS)
            .put("medianUs", times.elapsed().median() * MICROSECONDS)
            .put("hostBestUs", times.busy().best() * MICROSECONDS)
            .put("hostMedianUs", times.busy().median() * MICROSECONDS));
  }

  private void line(String what, Timing timing) {
    output.line(
        "%-30s %10.1f %10.1f", what, timing.best() * MICROSECONDS, timing.median() * MICROSECONDS);
  }
}
