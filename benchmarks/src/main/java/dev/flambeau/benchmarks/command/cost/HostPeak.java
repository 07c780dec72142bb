package dev.flambeau.benchmarks.command.cost;

import dev.flambeau.benchmarks.command.timing.Groups;
import dev.flambeau.benchmarks.command.timing.Timing;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * What this machine's processor can do: the sum of what each of so many threads does at its best
 * while the others work too.
 *
 * @param threads how many
 * @param groups how each is timed
 */
record HostPeak(int threads, Groups groups) {
  /** An array of the first-level cache. */
  private static final int ELEMENTS = 2048;

  /** Multiply-adds between the load of an element and its store, which then cost nothing. */
  private static final int CHAIN = 8;

  /** Arithmetic a second, from a loop whose elements do not wait for each other. */
  double flops() {
    double runs =
        runsPerSecond(
            () -> {
              float[] x = new float[ELEMENTS];
              return () -> multiplyAdd(x);
            });
    return 2.0 * CHAIN * ELEMENTS * runs;
  }

  /**
   * Bytes a second, read and written, of a copy from one half of so many elements to the other,
   * each thread its part. Where the target is in no cache it is fetched before it is written, which
   * is not counted.
   */
  double bytes(int elements) {
    int part = Math.max(1, elements / 2 / threads);
    double runs =
        runsPerSecond(
            () -> {
              float[] source = new float[part];
              float[] target = new float[part];
              return () -> System.arraycopy(source, 0, target, 0, part);
            });
    return 2.0 * Float.BYTES * part * runs;
  }

  /** How often all threads together run work, of which each has its own. */
  private double runsPerSecond(Supplier<Runnable> work) {
    Callable<Timing> timed = () -> groups.time(work.get(), () -> {});
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      double runs = 0;
      for (Future<Timing> timing : pool.invokeAll(Collections.nCopies(threads, timed))) {
        runs += 1 / timing.get().best();
      }
      return runs;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      pool.shutdown();
    }
  }

  /** HotSpot makes vectors of it. Values tend to 1/2, far from what is slow. */
  private static void multiplyAdd(float[] x) {
    for (int i = 0; i < x.length; i++) {
      float value = x[i];
      value = Math.fma(value, 0.5f, 0.25f);
      value = Math.fma(value, 0.5f, 0.25f);
      value = Math.fma(value, 0.5f, 0.25f);
      value = Math.fma(value, 0.5f, 0.25f);
      value = Math.fma(value, 0.5f, 0.25f);
      value = Math.fma(value, 0.5f, 0.25f);
      value = Math.fma(value, 0.5f, 0.25f);
      value = Math.fma(value, 0.5f, 0.25f);
      x[i] = value;
    }
  }
}
