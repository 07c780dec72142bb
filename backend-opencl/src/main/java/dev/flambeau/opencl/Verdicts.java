package dev.flambeau.opencl;

import dev.flambeau.backend.Admission;
import dev.flambeau.backend.Admission.Verdict;
import dev.flambeau.kernels.KernelFile;
import dev.flambeau.opencl.cache.Cache;
import dev.flambeau.opencl.device.OpenClDevice;
import dev.flambeau.opencl.device.OpenClSettings;
import dev.flambeau.opencl.launch.Limits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * What the probe found of a device, kept on disk for as long as driver and kernels are the same.
 */
final class Verdicts {
  /** Another one whenever the probe tries something else, or its outcome is written otherwise. */
  private static final String FORMAT = "verdict 2";

  /** A time at which nothing is to be tried again. */
  static final long TRIED = 0;

  private final Cache cache = Cache.of("verdicts");

  /**
   * What was found before, else what is found now.
   *
   * @param asked since when what failed before is to be tried again; {@link #TRIED} if another
   *     process does that
   */
  Probe.Outcome of(OpenClDevice device, long asked) {
    String key = key(device);
    Optional<Probe.Outcome> known = known(key);
    if (known.isPresent() && !known.get().failures().isDue(asked)) {
      return known.get();
    }
    Probe.Outcome found = Probe.of(device);
    return found.failures().times() == 0 ? keep(key, found) : failed(key, found.admission());
  }

  /** Keeps that a device's driver failed, once more or for the first time. */
  Probe.Outcome failed(String key, String cause) {
    return failed(key, new Admission(Verdict.NOT_STRICT, List.of("its driver " + cause)));
  }

  private Probe.Outcome failed(String key, Admission admission) {
    Failures before = known(key).map(Probe.Outcome::failures).orElse(Failures.NONE);
    return keep(key, new Probe.Outcome(admission, false, Limits.ENDLESS, before.andOne()));
  }

  Optional<Probe.Outcome> known(String key) {
    return cache.read(key).flatMap(Verdicts::decode);
  }

  Probe.Outcome keep(String key, Probe.Outcome outcome) {
    cache.write(key, encode(outcome));
    return outcome;
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
    List<String> lines = new ArrayList<>();
    lines.add(outcome.admission().verdict().name());
    lines.add(String.valueOf(outcome.emulateFma()));
    lines.add(String.valueOf(outcome.rounds()));
    lines.add(String.valueOf(outcome.failures().times()));
    lines.add(String.valueOf(outcome.failures().last()));
    lines.addAll(outcome.admission().reasons());
    return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
  }

  static Optional<Probe.Outcome> decode(byte[] bytes) {
    List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
    try {
      return Optional.of(
          new Probe.Outcome(
              new Admission(Verdict.valueOf(lines.get(0)), lines.subList(5, lines.size())),
              Boolean.parseBoolean(lines.get(1)),
              Long.parseLong(lines.get(2)),
              new Failures(Integer.parseInt(lines.get(3)), Long.parseLong(lines.get(4)))));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return Optional.empty(); // not ours, whatever it is
    }
  }
}
