package dev.flambeau.opencl;

import dev.flambeau.backend.BackendUnavailableException;
import dev.flambeau.opencl.device.OpenClDevice;
import dev.flambeau.opencl.device.Platforms;
import dev.flambeau.opencl.process.JavaCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Java of its own that loads all drivers, lists their devices, and probes each that has no
 * verdict yet. It writes into a file what it begins, so that whoever started it knows what it died
 * of, and it ends with its parent.
 */
final class TrialProcess {
  private static final String LISTING = "listing";

  /** A trial's exit status where nothing went wrong, but there is no device. */
  private static final int NO_DEVICE = 3;

  /** Where a device was left out that may do another time. */
  private static final int DEVICE_FAILED = 4;

  /** How HotSpot's report of a crash names the signal. */
  private static final Pattern SIGNAL = Pattern.compile("#\\s+(SIG[A-Z]+) ");

  private TrialProcess() {}

  /** The trial itself, in the process that was started for it. */
  public static void main(String... arguments) throws IOException {
    long asked = Long.parseLong(arguments[0]);
    Path report = Path.of(arguments[1]);
    Thread watch = new Thread(() -> endWithParent(report), "parent");
    watch.setDaemon(true);
    watch.start();
    begin(report, LISTING);
    int status = 0;
    try {
      Verdicts verdicts = new Verdicts();
      for (OpenClDevice device : Platforms.devices()) {
        begin(report, Verdicts.key(device));
        if (verdicts.of(device, asked).failures().times() > 0) {
          status = DEVICE_FAILED;
        }
      }
    } catch (BackendUnavailableException e) {
      Runtime.getRuntime().halt(NO_DEVICE); // who lists them next will say why
    }
    Runtime.getRuntime().halt(status); // a driver that crashes at exit has done its work
  }

  private static void begin(Path report, String what) throws IOException {
    Files.writeString(report, what, StandardOpenOption.TRUNCATE_EXISTING);
  }

  /** Nothing is ever written to it: its standard input ends when the parent does. */
  private static void endWithParent(Path report) {
    try {
      while (System.in.read() >= 0) {}
      Files.deleteIfExists(report);
    } catch (IOException e) {
      // a parent that cannot be heard of
    }
    Runtime.getRuntime().halt(1);
  }

  /**
   * How a trial ended.
   *
   * @param status the process's exit status; above 128 the signal that killed it and 128
   * @param hung whether it was stopped since nothing went on
   * @param begun what it had begun last: nothing, to list, or the key of a device's verdict
   * @param signal the name of the signal that Java died of; empty if it reported none
   */
  record End(int status, boolean hung, String begun, String signal) {
    /** Whether the drivers may be loaded. */
    boolean isGood() {
      return isWhole() || status == DEVICE_FAILED;
    }

    /** Whether nothing failed. */
    boolean isWhole() {
      return status == 0 || status == NO_DEVICE;
    }

    boolean hasDevices() {
      return status == 0 || status == DEVICE_FAILED;
    }

    /** Whether the drivers were reached at all. */
    boolean hasBegun() {
      return !begun.isEmpty();
    }

    boolean isListing() {
      return begun.equals(LISTING);
    }

    /** Whether somebody else ended it, by hangup, interrupt, kill or terminate. */
    boolean wasKilled() {
      return !hung && List.of(129, 130, 137, 143).contains(status);
    }

    /** In words, behind "its driver". */
    String cause() {
      if (hung) {
        return "hung in a trial";
      }
      if (!signal.isEmpty()) {
        return "crashed in a trial (" + signal + ")";
      }
      return status > 128
          ? "crashed in a trial (signal " + (status - 128) + ")"
          : "ended its process in a trial (status " + status + ")";
    }
  }

  /**
   * Starts a trial and waits for its end.
   *
   * @param environment what the process is to have beside this one's
   * @param limit how long it may do nothing
   * @param asked since when what failed before is to be tried again
   */
  static End run(Map<String, String> environment, Duration limit, long asked)
      throws IOException, InterruptedException {
    Path report = Files.createTempFile("flambeau", ".trial");
    Path crash = report.resolveSibling(report.getFileName() + ".crash");
    try {
      Process process = start(environment, asked, report, crash);
      boolean hung = !waitFor(process, report, limit);
      return new End(process.waitFor(), hung, Files.readString(report), signal(crash));
    } finally {
      Files.deleteIfExists(report);
      Files.deleteIfExists(crash);
    }
  }

  private static Process start(Map<String, String> environment, long asked, Path report, Path crash)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command(asked, report, crash))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().keySet().removeAll(List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS"));
    builder.environment().putAll(environment);
    preloadSignals(builder.environment());
    return builder.start();
  }

  /** What Java's own report of its crash says; empty if there is none. */
  private static String signal(Path crash) throws IOException {
    if (!Files.exists(crash)) {
      return "";
    }
    try (Stream<String> lines = Files.lines(crash, StandardCharsets.ISO_8859_1)) {
      return lines
          .map(SIGNAL::matcher)
          .filter(Matcher::find)
          .map(m -> m.group(1))
          .findFirst()
          .orElse("");
    }
  }

  /** Whether the process ended by itself; else it was stopped, as it is if this is interrupted. */
  private static boolean waitFor(Process process, Path report, Duration limit)
      throws IOException, InterruptedException {
    try {
      String begun = "";
      ChildWatch watch = new ChildWatch(process.toHandle(), limit);
      while (!process.waitFor(50, TimeUnit.MILLISECONDS)) {
        String now = Files.readString(report);
        if (!now.equals(begun)) {
          begun = now;
          watch.news();
        } else if (watch.isHung()) {
          return false;
        }
      }
      return true;
    } finally {
      process.destroyForcibly();
    }
  }

  /** Small, quick to start, and silent: nothing is left of a crash. */
  private static List<String> command(long asked, Path report, Path crash) throws IOException {
    List<String> options =
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=" + crash);
    List<String> arguments = List.of(String.valueOf(asked), report.toString());
    return JavaCommand.of(options, TrialProcess.class, arguments);
  }

  /** Java's own library that keeps its signal handlers in front: a crash is to be the driver's. */
  private static void preloadSignals(Map<String, String> environment) {
    Path signals = Path.of(System.getProperty("java.home"), "lib", "libjsig.so");
    if (Files.exists(signals)) {
      environment.merge("LD_PRELOAD", signals.toString(), (old, own) -> own + ":" + old);
    }
  }
}
