package dev.flambeau.cpu;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.BackendOptions;
import dev.flambeau.backend.Backends;

/** Opens the devices under test. */
final class Devices {
  private static final String VECTORS = "flambeau.cpu.vectors";

  private Devices() {}

  static Backend reference() {
    return open("cpu:reference", 1);
  }

  static Backend cpu(int threads) {
    return open("cpu", threads);
  }

  /** {@code cpu} without vector kernels. */
  static Backend plain(int threads) {
    String vectors = System.getProperty(VECTORS, "");
    System.setProperty(VECTORS, "off");
    try {
      return cpu(threads);
    } finally {
      System.setProperty(VECTORS, vectors);
    }
  }

  private static Backend open(String name, int threads) {
    Backends backends = Backends.discover();
    return backends.open(backends.find(name), BackendOptions.defaults().withThreads(threads));
  }
}
