package dev.flambeau.backend;

/**
 * How a device is opened.
 *
 * @param numerics the contract to keep
 * @param threads host threads for kernels that run on the host; results do not depend on it
 */
public record BackendOptions(Numerics numerics, int threads) {
  public BackendOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("threads: 1 or more, was given " + threads);
    }
  }

  /**
   * Strict, with {@code -Dflambeau.threads} threads or as many as there are processors.
   *
   * @throws SettingException if that property is no number of threads
   */
  public static BackendOptions defaults() {
    return new BackendOptions(
        Numerics.STRICT,
        Settings.count("flambeau.threads", Runtime.getRuntime().availableProcessors()));
  }

  public BackendOptions with(Numerics other) {
    return new BackendOptions(other, threads);
  }

  public BackendOptions withThreads(int other) {
    return new BackendOptions(numerics, other);
  }
}
