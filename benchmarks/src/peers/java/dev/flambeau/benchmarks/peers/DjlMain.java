package dev.flambeau.benchmarks.peers;

import dev.flambeau.examples.bench.GroupOptions;
import dev.flambeau.examples.bench.Timing;
import dev.flambeau.examples.command.Json;
import dev.flambeau.examples.command.Limits;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code flambeau bench step --json}, by PyTorch through DJL; what it cannot know is null. */
@Command(name = "djl", description = "Time a training step by PyTorch through DJL.")
public final class DjlMain implements Runnable {
  private static final double MILLISECONDS = 1e3;

  @Parameters(paramLabel = "NAME", description = "${COMPLETION-CANDIDATES}.")
  private DjlNetwork network = DjlNetwork.MLP_16;

  @Option(names = "--batch", defaultValue = "64", converter = Limits.Count.class)
  private int batch;

  @Option(names = "--threads", defaultValue = "1", converter = Limits.Count.class)
  private int threads;

  @Mixin private GroupOptions groupOptions = new GroupOptions();

  private DjlMain() {}

  /** Times one step and exits. */
  public static void main(String... arguments) {
    System.setProperty("ai.djl.offline", "true"); // all of it lies in jars
    System.exit(new CommandLine(new DjlMain()).execute(arguments));
  }

  @Override
  public void run() {
    System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    try (DjlStep step = new DjlStep(network, batch)) {
      // Work on PyTorch's CPU is done when the call returns.
      Timing timing = groupOptions.forStep().time(step, () -> {}, DjlStep.BATCHES);
      System.out.println(
          new Json()
              .put("name", network.toString())
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
