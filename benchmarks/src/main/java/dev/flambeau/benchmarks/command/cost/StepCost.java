package dev.flambeau.benchmarks.command.cost;

import dev.flambeau.benchmarks.command.network.Step;

/**
 * What a step takes beside time.
 *
 * @param launches kernels and copies, by {@link CountingBackend}
 * @param heapBytes allocated on Java's heap, by all threads
 */
public record StepCost(long launches, long heapBytes) {
  /** Many, so that what the measurement itself allocates does not count. */
  private static final int MOST_STEPS = 512 * Step.BATCHES;

  private static final double SECONDS = 1;

  /** Counts over as many steps as a second has, by what one takes. */
  public static StepCost of(Runnable step, double secondsPerStep, CountingBackend backend) {
    int steps = (int) Math.max(1, Math.min(MOST_STEPS, SECONDS / secondsPerStep));
    long launched = backend.launches();
    long bytes =
        HeapUse.of(
            () -> {
              for (int i = 0; i < steps; i++) {
                step.run();
              }
              backend.synchronize();
            });
    return new StepCost((backend.launches() - launched) / steps, bytes / steps);
  }
}
