package dev.flambeau.opencl;

import dev.flambeau.backend.BackendUnavailableException;
import dev.flambeau.opencl.cache.Cache;
import dev.flambeau.opencl.cache.CacheLock;
import dev.flambeau.opencl.device.Drivers;
import dev.flambeau.opencl.device.OpenClSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A set of drivers that is new here is loaded by another process first. A driver can take its
 * process with it, and two that bring LLVM each may do so though either alone is sound (ocl-icd's
 * issue 24). What came of it is kept on disk, and no trial is made for as long as the drivers stay
 * the same; but a failure may pass ({@link Failures}).
 *
 * <p>None is made with {@code -Dflambeau.opencl.trial=off}, without a cache to keep its outcome,
 * and where drivers are not registered by files: on Windows, whose registry has them, and on macOS,
 * of which they are a part. There each device is probed in this process.
 */
final class Trial {
  private static final Logger LOG = LoggerFactory.getLogger(Trial.class);

  /** Another one whenever a trial does something else. */
  private static final String FORMAT = "trial 2\n";

  /** How long a driver that is loaded, or a device that is probed, may do nothing. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** How long to wait for another process's trial: for several of its devices. */
  private static final Duration PATIENCE = LIMIT.multipliedBy(10);

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
   * @return whether a trial tells; else each device is to be probed by this process
   * @throws BackendUnavailableException if they crash or hang
   */
  static boolean ensure() {
    return System.getProperty("os.name").equals("Linux")
        && OpenClSettings.makesTrials()
        && new Trial(Drivers.present(), Map.of(), LIMIT).ensureGood();
  }

  boolean ensureGood() {
    if (cache.isOff() || drivers.files().isEmpty()) {
      return false;
    }
    long asked = System.currentTimeMillis();
    Optional<TrialOutcome> outcome = known();
    if (isDue(outcome, asked)) {
      outcome = inTurn(asked);
    }
    outcome.filter(TrialOutcome::isRefusal).ifPresent(Trial::refuse);
    return outcome.isPresent();
  }

  private static void refuse(TrialOutcome outcome) {
    throw new BackendUnavailableException(outcome.reason() + " " + outcome.failures().outlook());
  }

  private static boolean isDue(Optional<TrialOutcome> outcome, long asked) {
    return outcome.isEmpty() || outcome.get().failures().isDue(asked);
  }

  /** One process makes the trial, the others wait for what comes of it. */
  private Optional<TrialOutcome> inTurn(long asked) {
    Optional<CacheLock> lock = Optional.empty();
    try {
      lock = cache.lock(PATIENCE);
      Optional<TrialOutcome> outcome = known();
      return isDue(outcome, asked) ? make(outcome) : outcome;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BackendUnavailableException("Interrupted while OpenCL's drivers were tried", e);
    } catch (TimeoutException e) {
      throw new BackendUnavailableException(
          "Another process has been trying its drivers for a long time; start again later.", e);
    } catch (IOException e) {
      LOG.debug("OpenCL's drivers cannot be tried here: {}", e.toString());
      return known();
    } finally {
      lock.ifPresent(CacheLock::close);
    }
  }

  private Optional<TrialOutcome> make(Optional<TrialOutcome> before)
      throws IOException, InterruptedException {
    TrialProcess.End end = end();
    TrialOutcome outcome = TrialOutcome.GOOD;
    if (!end.isWhole()) {
      Failures failures = before.map(TrialOutcome::failures).orElse(Failures.NONE).andOne();
      outcome = new TrialOutcome(failures, end.isGood() ? "" : reason(end));
    }
    cache.write(FORMAT + drivers.fingerprint(), outcome.encode());
    return Optional.of(outcome);
  }

  /**
   * How the drivers end a trial. A device whose probe ends its process has its verdict, and is left
   * out of the next round; it spoils no other's.
   */
  private TrialProcess.End end() throws IOException, InterruptedException {
    long begun = System.currentTimeMillis();
    Set<String> refused = new HashSet<>();
    while (true) {
      TrialProcess.End end = TrialProcess.run(environment, limit, begun);
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
      verdicts.failed(end.begun(), end.cause());
    }
  }

  /** What happened, which driver did it, and the way out. */
  private String reason(TrialProcess.End end) throws InterruptedException {
    String nevertheless = "-Dflambeau.opencl.trial=off loads what there is nevertheless.";
    if (drivers.files().size() == 1) {
      return String.format(
          Locale.ROOT,
          "The driver of %s %s. Repair or remove it, or name another one's file by OCL_ICD_VENDORS."
              + " %s",
          drivers.files().get(0),
          end.cause(),
          nevertheless);
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
    return String.format(
        Locale.ROOT,
        "One of its drivers, or all in one process, %s. Alone: %s. %s%s",
        end.cause(),
        String.join("; ", findings),
        choice,
        nevertheless);
  }

  /** What a driver does in a process without the others. */
  private String alone(Path file) throws InterruptedException {
    Map<String, String> choice = new HashMap<>(environment);
    choice.put("OCL_ICD_VENDORS", file.toString());
    try {
      TrialProcess.End end = new Trial(new Drivers(List.of(file), ""), choice, limit).end();
      return !end.isGood() ? end.cause() : end.hasDevices() ? WORKS : "has no device";
    } catch (IOException e) {
      return "cannot be tried: " + e.getMessage();
    }
  }

  private Optional<TrialOutcome> known() {
    return cache.read(FORMAT + drivers.fingerprint()).flatMap(TrialOutcome::decode);
  }
}
