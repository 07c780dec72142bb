package dev.flambeau.benchmarks.peers;

import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * A training step by DL4J. Its threads are the caller's: ND4J and the OpenBLAS in it take
 * OMP_NUM_THREADS when they are loaded, and what is set later changes neither.
 */
@Command(name = "dl4j", description = "Time a training step by DL4J.")
public final class Dl4jMain extends PeerMain {
  private Dl4jMain() {}

  /** Times one step and exits. */
  public static void main(String... arguments) {
    System.exit(new CommandLine(new Dl4jMain()).execute(arguments));
  }

  @Override
  Step open(String name, int batch, int threads) {
    int given = Nd4j.getEnvironment().maxThreads();
    if (given != threads) {
      throw new IllegalStateException("OMP_NUM_THREADS gives " + given + " threads");
    }
    return new Dl4jStep(name, batch);
  }
}
