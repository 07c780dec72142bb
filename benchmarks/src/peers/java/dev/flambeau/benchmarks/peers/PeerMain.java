package dev.flambeau.benchmarks.peers;

import dev.flambeau.benchmarks.command.timing.GroupOptions;
import dev.flambeau.benchmarks.command.timing.Timing;
import dev.flambeau.cli.command.Json;
import dev.flambeau.cli.command.Limits;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code flambeau bench step --json}, by another framework; what it cannot know is null. */
abstract class PeerMain implements Runnable {
  /** How many batches a step takes in turn. */
  static final int BATCHES = 8;

  private static final double MILLISECONDS = 1e3;

  /** A step that can be run, each time with the next batch. */
  interface Step extends Runnable, AutoCloseable {
    @Override
    void close();
  }

  @Parameters(paramLabel = "NAME", description = "As flambeau bench step has them.")
  private String name = "mlp-16";

  @Option(names = "--batch", defaultValue = "64", converter = Limits.Count.class)
  private int batch;

  @Option(names = "--threads", defaultValue = "1", converter = Limits.Count.class)
  private int threads;

  @Mixin private GroupOptions groupOptions = new GroupOptions();

  /** Makes the step of a network, on so many threads. */
  abstract Step open(String name, int batch, int threads);

  @Override
  public void run() {
    try (Step step = open(name, batch, threads)) {
      // Work on a processor is done when the call returns.
      Timing timing = groupOptions.forStep().time(step, () -> {}, BATCHES);
      System.out.println(
          new Json()
              .put("name", name)
              .put("device", "cpu")
              .put("threads", threads)
              .put("mode", "eager")
              .put("bestMs", timing.best() * MILLISECONDS)
              .put("medianMs", timing.median() * MILLISECONDS)
              .put("maxMs", timing.longest() * MILLISECONDS)
              .put("launches", Double.NaN)
              .put("heapBytesPerStep", Double.NaN)
              .put("floorMs", Double.NaN));
    }
  }
}
