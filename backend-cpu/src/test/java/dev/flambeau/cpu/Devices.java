package dev.flambeau.cpu;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.BackendOptions;
import dev.flambeau.backend.Backends;

/** Opens the devices under test. */
final class Devices {
  private Devices() {}

  static Backend reference() {
    return open("cpu:reference", 1);
  }

  static Backend cpu(int threads) {
    return open("cpu", threads);
  }

  private static Backend open(String name, int threads) {
    Backends backends = Backends.discover();
    return backends.open(backends.find(name), BackendOptions.defaults().withThreads(threads));
  }
}
