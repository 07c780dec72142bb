package dev.flambeau.opencl;

import dev.flambeau.backend.Admission;
import dev.flambeau.backend.Admission.Verdict;
import dev.flambeau.kernels.KernelFile;
import dev.flambeau.opencl.cache.Cache;
import dev.flambeau.opencl.device.OpenClDevice;
import dev.flambeau.opencl.device.OpenClSettings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * What the probe found of a device, kept on disk for as long as driver and kernels are the same.
 */
final class Verdicts {
  /** Another one whenever the probe tries something else, or its outcome is written otherwise. */
  private static final String FORMAT = "verdict 1";

  private final Cache cache = Cache.of("verdicts");

  /** What was found before, else what is found now. */
  Probe.Outcome of(OpenClDevice device) {
    String key = key(device);
    return known(key)
        .orElseGet(
            () -> {
              Probe.Outcome found = Probe.of(device);
              keep(key, found);
              return found;
            });
  }

  Optional<Probe.Outcome> known(String key) {
    return cache.read(key).flatMap(Verdicts::decode);
  }

  void keep(String key, Probe.Outcome outcome) {
    cache.write(key, encode(outcome));
  }

  /** All that an outcome depends on. */
  static String key(OpenClDevice device) {
    return String.join("\n", FORMAT, device.identity(), OpenClSettings.kernels(), KernelSum.TEXT);
  }

  /** Computes what a key of any device takes, so that it need not be computed later. */
  static void prepare() {
    KernelSum.TEXT.length();
  }

  /** Tells kernels from others, computed once. */
  private static final class KernelSum {
    static final String TEXT = kernels();
  }

  /** A new JVM takes ten times as long for a digest. */
  private static String kernels() {
    CRC32 sum = new CRC32();
    for (KernelFile file : KernelFile.values()) {
      sum.update(file.text().getBytes(StandardCharsets.UTF_8));
    }
    return Long.toHexString(sum.getValue());
  }

  static byte[] encode(Probe.Outcome outcome) {
    Admission admission = outcome.admission();
    return "%s\n%s\n%d\n%s"
        .formatted(
            admission.verdict(),
            outcome.emulateFma(),
            outcome.rounds(),
            String.join("\n", admission.reasons()))
        .getBytes(StandardCharsets.UTF_8);
  }

  static Optional<Probe.Outcome> decode(byte[] bytes) {
    List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
    try {
      Admission admission =
          new Admission(Verdict.valueOf(lines.get(0)), lines.subList(3, lines.size()));
      return Optional.of(
          new Probe.Outcome(
              admission, Boolean.parseBoolean(lines.get(1)), Long.parseLong(lines.get(2))));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return Optional.empty(); // not ours, whatever it is
    }
  }
}
