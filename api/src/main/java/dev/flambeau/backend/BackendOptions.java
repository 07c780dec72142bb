package dev.flambeau.backend;

import dev.flambeau.backend.setting.SettingException;
import dev.flambeau.backend.setting.Settings;
import dev.flambeau.backend.setting.ThreadsException;

/**
 * How a device is opened.
 *
 * @param numerics the contract to keep
 * @param threads host threads for kernels that run on the host; results do not depend on it
 */
public record BackendOptions(Numerics numerics, int threads) {
  /** More threads than processors of any machine that there is. */
  public static final int MOST_THREADS = 4096;

  /**
   * @throws ThreadsException if there are fewer than 1 or more than {@link #MOST_THREADS}
   */
  public BackendOptions {
    if (threads < 1 || threads > MOST_THREADS) {
      throw new ThreadsException(
          "threads: from 1 to "
              + MOST_THREADS
              + ", were given as "
              + threads
              + ". As many as there are processors is usual, and more help nothing.");
    }
  }

  /**
   * Strict, with {@code -Dflambeau.threads} threads or as many as there are processors.
   *
   * @throws SettingException if that property is no number
   * @throws ThreadsException if it is no number of threads
   */
  public static BackendOptions defaults() {
    return new BackendOptions(
        Numerics.STRICT,
        Settings.count(
            "flambeau.threads",
            Math.min(Runtime.getRuntime().availableProcessors(), MOST_THREADS)));
  }

  public BackendOptions with(Numerics other) {
    return new BackendOptions(other, threads);
  }

  public BackendOptions withThreads(int other) {
    return new BackendOptions(numerics, other);
  }
}
