package dev.flambeau.opencl;

import dev.flambeau.backend.Admission;
import dev.flambeau.backend.Admission.Verdict;
import dev.flambeau.backend.BackendUnavailableException;
import dev.flambeau.opencl.cache.Cache;
import dev.flambeau.opencl.device.Drivers;
import dev.flambeau.opencl.device.OpenClSettings;
import dev.flambeau.opencl.launch.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A set of drivers that is new here is loaded by another process first. A driver can take its
 * process with it, and two that bring LLVM each may do so though either alone is sound (ocl-icd's
 * issue 24). What came of it is kept on disk, and no trial is made for as long as the drivers stay
 * the same.
 *
 * <p>None is made with {@code -Dflambeau.opencl.trial=off}, without a cache to keep its outcome,
 * and where drivers are not registered by files: on Windows, whose registry has them, and on macOS,
 * of which they are a part. There each device is probed in this process.
 */
final class Trial {
  private static final Logger LOG = LoggerFactory.getLogger(Trial.class);

  /** Another one whenever a trial does something else. */
  private static final String FORMAT = "trial 1\n";

  /** How long one driver may take to be loaded, or one device to be probed. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static final String GOOD = "good";
  private static final String BEGUN = "begun ";
  private static final String REFUSED = "refused ";

  /** Of a driver alone. */
  private static final String WORKS = "works";

  private final Cache cache = Cache.of("trials");
  private final Verdicts verdicts = new Verdicts();
  private final Drivers drivers;
  private final Map<String, String> environment;
  private final Duration limit;

  /**
   * @param environment what trials are to have beside this process's own
   */
  Trial(Drivers drivers, Map<String, String> environment, Duration limit) {
    this.drivers = drivers;
    this.environment = environment;
    this.limit = limit;
  }

  /**
   * Makes sure that the drivers of this machine may be loaded.
   *
   * @throws BackendUnavailableException if they crash or hang
   */
  static void ensure() {
    if (System.getProperty("os.name").equals("Linux") && OpenClSettings.makesTrials()) {
      new Trial(Drivers.present(), Map.of(), LIMIT).ensureGood();
    }
  }

  void ensureGood() {
    if (cache.isOff() || drivers.files().isEmpty()) {
      return;
    }
    String outcome = known();
    if (!outcome.equals(GOOD) && !outcome.startsWith(REFUSED)) {
      outcome = make(outcome);
    }
    if (outcome.startsWith(REFUSED)) {
      throw new BackendUnavailableException(outcome.substring(REFUSED.length()));
    }
  }

  /** Makes the trial; until it has ended, a note says whose it is. */
  private String make(String before) {
    if (before.startsWith(BEGUN) && isGone(before.substring(BEGUN.length()))) {
      LOG.info("A trial of OpenCL's drivers was killed before its end; it is made again.");
    }
    keep(BEGUN + ProcessHandle.current().pid());
    String outcome = "";
    try {
      TrialProcess.End end = end();
      outcome = end.isGood() ? GOOD : REFUSED + reason(end);
    } catch (IOException e) {
      LOG.debug("OpenCL's drivers cannot be tried here: {}", e.toString());
    }
    keep(outcome);
    return outcome;
  }

  /**
   * How the drivers end a trial. A device whose probe ends its process has its verdict, and is left
   * out of the next round; it spoils no other's.
   */
  private TrialProcess.End end() throws IOException {
    Set<String> refused = new HashSet<>();
    while (true) {
      TrialProcess.End end = TrialProcess.run(environment, limit);
      if (end.wasKilled()) {
        throw new BackendUnavailableException(
            "A trial of its drivers was killed before its end; start again.");
      }
      if (!end.hasBegun()) {
        throw new IOException("Java ended with status " + end.status());
      }
      if (end.isGood() || end.isListing() || !refused.add(end.begun())) {
        return end;
      }
      Admission admission = new Admission(Verdict.NOT_STRICT, List.of("its driver " + end.cause()));
      verdicts.keep(end.begun(), new Probe.Outcome(admission, false, Limits.ENDLESS));
    }
  }

  /** What happened, which driver did it, and the way out. */
  private String reason(TrialProcess.End end) {
    String nevertheless = "-Dflambeau.opencl.trial=off loads what there is nevertheless.";
    if (drivers.files().size() == 1) {
      return "The driver of %s %s. Repair or remove it, or name another one's file by OCL_ICD_VENDORS. %s"
          .formatted(drivers.files().get(0), end.cause(), nevertheless);
    }
    List<String> findings = new ArrayList<>();
    String choice = "";
    for (Path file : drivers.files()) {
      String finding = alone(file);
      findings.add(file + " " + finding);
      if (choice.isEmpty() && finding.equals(WORKS)) {
        choice = "Name one that works: OCL_ICD_VENDORS=" + file + ". ";
      }
    }
    return "One of its drivers, or all in one process, %s. Alone: %s. %s%s"
        .formatted(end.cause(), String.join("; ", findings), choice, nevertheless);
  }

  /** What a driver does in a process without the others. */
  private String alone(Path file) {
    Map<String, String> choice = new HashMap<>(environment);
    choice.put("OCL_ICD_VENDORS", file.toString());
    try {
      TrialProcess.End end = new Trial(new Drivers(List.of(file), ""), choice, limit).end();
      return !end.isGood() ? end.cause() : end.hasDevices() ? WORKS : "has no device";
    } catch (IOException e) {
      return "cannot be tried: " + e.getMessage();
    }
  }

  /** What is known of these drivers: an outcome, that a trial has begun, or nothing. */
  private String known() {
    return cache
        .read(FORMAT + drivers.fingerprint())
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .orElse("");
  }

  private void keep(String outcome) {
    cache.write(FORMAT + drivers.fingerprint(), outcome.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isGone(String process) {
    return ProcessHandle.of(Long.parseLong(process)).isEmpty();
  }
}
