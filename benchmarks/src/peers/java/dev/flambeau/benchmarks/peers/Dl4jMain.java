package dev.flambeau.benchmarks.peers;

import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** A training step by DL4J. */
@Command(name = "dl4j", description = "Time a training step by DL4J.")
public final class Dl4jMain extends PeerMain {
  private Dl4jMain() {}

  /** Times one step and exits. */
  public static void main(String... arguments) {
    System.exit(new CommandLine(new Dl4jMain()).execute(arguments));
  }

  @Override
  Step open(String name, int batch, int threads) {
    Nd4j.getEnvironment().setMaxThreads(threads);
    Nd4j.getEnvironment().setMaxMasterThreads(threads);
    return new Dl4jStep(name, batch);
  }
}
