package dev.flambeau.benchmarks.peers;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** A training step by PyTorch through DJL. */
@Command(name = "djl", description = "Time a training step by PyTorch through DJL.")
public final class DjlMain extends PeerMain {
  private DjlMain() {}

  /** Times one step and exits. */
  public static void main(String... arguments) {
    System.setProperty("ai.djl.offline", "true"); // all of it lies in jars
    System.exit(new CommandLine(new DjlMain()).execute(arguments));
  }

  @Override
  Step open(String name, int batch, int threads) {
    System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    return new DjlStep(DjlNetwork.of(name).task(), batch);
  }
}
