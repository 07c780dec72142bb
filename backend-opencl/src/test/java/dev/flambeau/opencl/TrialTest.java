package dev.flambeau.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.flambeau.backend.Admission;
import dev.flambeau.backend.Admission.Verdict;
import dev.flambeau.backend.BackendUnavailableException;
import dev.flambeau.opencl.device.Drivers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Drivers that take their process with them, made for it by a C compiler. */
@Timeout(120)
class TrialTest {
  private static final String CRASHES =
      "#include <stdlib.h>\n__attribute__((constructor)) static void load(void) { abort(); }\n";

  private static final String FAULTS =
      "__attribute__((constructor)) static void load(void) { *(volatile int *)0 = 1; }\n";

  /** Whoever asks a driver's library for its functions waits for ever. */
  private static final String HANGS =
      "#include <unistd.h>\nvoid *clGetExtensionFunctionAddress(const char *name) {\n"
          + "  for (;;) pause();\n}\n";

  private static final String NEVERTHELESS =
      "-Dflambeau.opencl.trial=off loads what there is nevertheless.";

  private static final String ONCE_MORE = " The next start tries again.";
  private static final String DAILY = " It is tried again in a day.";

  private final String before = System.getProperty("flambeau.cache", "");

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void keepOutcomesHere() {
    System.setProperty("flambeau.cache", folder.resolve("cache").toString());
  }

  @AfterEach
  void asItWas() {
    System.setProperty("flambeau.cache", before);
  }

  @Test
  void aDriverThatCrashesIsTriedOnceMoreAndThenDaily() throws Exception {
    Path file = driver("crash", CRASHES);
    String expected =
        "The driver of "
            + file
            + " crashed in a trial (signal 6). Repair or remove it, or name another one's file by"
            + " OCL_ICD_VENDORS. "
            + NEVERTHELESS;
    assertEquals(expected + ONCE_MORE, refusal(trial(60)));
    assertEquals(expected + DAILY, refusal(trial(60)));
    FileTime written = outcomeWritten();
    assertEquals(expected + DAILY, refusal(trial(60)), "as it is kept");
    assertEquals(written, outcomeWritten(), "no third trial");
  }

  /** As where a disk was full, or many compiled at once. */
  @Test
  void aDriverThatCrashedOnceIsUsedWhenItWorks() throws Exception {
    Path icd = driver("crash", CRASHES);
    refusal(trial(60));
    Path library = Path.of(Files.readString(icd).strip());
    FileTime modified = Files.getLastModifiedTime(library);
    byte[] sound = Files.readAllBytes(library);
    for (int i = 0; i < sound.length; i++) { // of one length, so that it looks unchanged
      sound[i] = 0;
    }
    Files.write(library, sound);
    Files.setLastModifiedTime(library, modified);
    trial(60).ensureGood();
  }

  /** Java dies of this one by itself, and its report is what tells the signal. */
  @Test
  void aDriverThatFaultsIsRefusedByItsSignal() throws Exception {
    driver("fault", FAULTS);
    String refusal = refusal(trial(60));
    assertTrue(refusal.contains("fault.icd crashed in a trial (SIGSEGV). Repair"), refusal);
  }

  @Test
  void oneThatWorksIsNamedBesideOneThatCrashes() throws Exception {
    Path crash = driver("crash", CRASHES);
    Path pocl = pocl();
    assertEquals(
        "One of its drivers, or all in one process, crashed in a trial (signal 6). Alone: "
            + crash
            + " crashed in a trial (signal 6); "
            + pocl
            + " works. Name one that works: OCL_ICD_VENDORS="
            + pocl
            + ". "
            + NEVERTHELESS
            + ONCE_MORE,
        refusal(trial(60)));
  }

  @Test
  void aDriverThatHangsIsRefused() throws Exception {
    Path file = driver("hang", HANGS);
    String refusal = refusal(trial(2));
    assertTrue(refusal.startsWith("The driver of " + file + " hung in a trial."), refusal);
  }

  @Test
  void oneThatRunsInCirclesIsRefused() throws Exception {
    driver("circles", HANGS.replace("pause()", ""));
    String refusal = refusal(trial(1));
    assertTrue(refusal.contains("circles.icd hung in a trial."), refusal);
  }

  @Test
  void whoComesDuringATrialWaitsForWhatComesOfIt() throws Exception {
    driver("hang", HANGS);
    Path vendors = vendors();
    // Threads of their own: Java's common pool may have but one.
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<String>> starts = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        starts.add(threads.submit(() -> refusal(trial(vendors, 3))));
      }
      for (Future<String> start : starts) {
        String refusal = start.get();
        assertTrue(refusal.endsWith(ONCE_MORE), "one trial, not four: " + refusal);
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void anInterruptedTrialIsMadeWhenItIsAskedForAgain() throws Exception {
    driver("crash", CRASHES);
    Thread.currentThread().interrupt();
    assertEquals("Interrupted while OpenCL's drivers were tried", refusal(trial(60)));
    assertTrue(Thread.interrupted());
    assertTrue(refusal(trial(60)).contains("crashed in a trial"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "begun abc", "begun 1", "good", "1\n", "1\nx\ny", "0\n0\nwhy"})
  void whatIsNoOutcomeIsNotTaken(String text) {
    assertEquals(Optional.empty(), TrialOutcome.decode(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aSoundDriverIsTriedOnce() throws Exception {
    pocl();
    trial(60).ensureGood();
    assertTrue(Files.exists(folder.resolve("cache/verdicts")), "it was probed as well");
    FileTime written = outcomeWritten();
    trial(60).ensureGood();
    assertEquals(written, outcomeWritten(), "no second trial");
  }

  @Test
  void withoutACacheOrADriverThereIsNoTrial() throws Exception {
    trial(60).ensureGood();
    driver("crash", CRASHES);
    System.setProperty("flambeau.cache", "off");
    trial(60).ensureGood();
  }

  /** Where drivers are not registered by files, nobody knows beforehand what is new. */
  @ParameterizedTest
  @ValueSource(strings = {"Windows 11", "Mac OS X"})
  void otherSystemsDoWithoutOne(String system) {
    String here = System.getProperty("os.name");
    System.setProperty("os.name", system);
    try {
      Trial.ensure();
    } finally {
      System.setProperty("os.name", here);
    }
    assertFalse(Files.exists(folder.resolve("cache")), "no outcome, not even a beginning");
  }

  @Test
  void aTrialThatSomebodyKillsIsNoOutcome() throws Exception {
    driver("hang", HANGS);
    Trial trial = trial(60);
    CompletableFuture<Void> run = CompletableFuture.runAsync(trial::ensureGood);
    childOf(ProcessHandle.current()).destroyForcibly();
    ExecutionException failure = assertThrows(ExecutionException.class, run::get);
    assertEquals(
        "A trial of its drivers was killed before its end; start again.",
        failure.getCause().getMessage());
    assertTrue(refusal(trial(1)).contains("hung in a trial"), "the next one is made");
  }

  /** By a signal from outside, while PoCL, whose cache is empty, compiles the probe. */
  @Test
  void aDeviceWhoseProbeCrashesIsRefusedAlone() throws Exception {
    Path pocl = pocl();
    Map<String, String> cold =
        Map.of(
            "OCL_ICD_VENDORS",
            pocl.toString(),
            "POCL_CACHE_DIR",
            folder.resolve("cold").toString());
    Trial trial = new Trial(Drivers.of(cold), cold, Duration.ofSeconds(60));
    CompletableFuture<Void> run = CompletableFuture.runAsync(trial::ensureGood);
    ProcessHandle child = childOf(ProcessHandle.current());
    String[] arguments = child.info().arguments().orElseThrow();
    Path report = Path.of(arguments[arguments.length - 1]);
    String begun;
    do {
      Thread.sleep(5);
      begun = Files.readString(report);
    } while (!begun.startsWith("verdict"));
    while (child.isAlive()) { // LLVM catches the first one, and goes on
      new ProcessBuilder("kill", "-ABRT", String.valueOf(child.pid())).start().waitFor();
    }
    run.get();
    Admission refused =
        new Admission(Verdict.NOT_STRICT, List.of("its driver crashed in a trial (signal 6)"));
    assertEquals(refused, new Verdicts().known(begun).orElseThrow().admission());
  }

  /** Waits for a driver for ever, in a process of its own. */
  static final class Waiting {
    private Waiting() {}

    public static void main(String... arguments) {
      trial(Path.of(arguments[0]), 60).ensureGood();
    }
  }

  @Test
  void aTrialEndsWithItsParentAndTheNextOneIsMade() throws Exception {
    driver("hang", HANGS);
    Process parent = TestProcess.start(Waiting.class, vendors().toString());
    ProcessHandle child = childOf(parent.toHandle());
    parent.destroyForcibly().waitFor();
    child.onExit().get(30, TimeUnit.SECONDS);
    assertTrue(refusal(trial(1)).contains("hung in a trial"));
  }

  private static ProcessHandle childOf(ProcessHandle parent) throws InterruptedException {
    while (true) {
      var child = parent.children().filter(TrialTest::isTrial).findFirst();
      if (child.isPresent()) {
        return child.get();
      }
      Thread.sleep(20);
    }
  }

  private static boolean isTrial(ProcessHandle process) {
    String[] arguments = process.info().arguments().orElse(new String[0]);
    return List.of(arguments).contains(TrialProcess.class.getName());
  }

  private Trial trial(int seconds) throws IOException {
    return trial(vendors(), seconds);
  }

  private static Trial trial(Path vendors, int seconds) {
    Map<String, String> choice = Map.of("OCL_ICD_VENDORS", vendors.toString());
    return new Trial(Drivers.of(choice), choice, Duration.ofSeconds(seconds));
  }

  private static String refusal(Trial trial) {
    return assertThrows(BackendUnavailableException.class, trial::ensureGood).getMessage();
  }

  private Path vendors() throws IOException {
    return Files.createDirectories(folder.resolve("vendors"));
  }

  private FileTime outcomeWritten() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("cache/trials"))) {
      Path entry = files.filter(file -> !file.endsWith("lock")).findFirst().orElseThrow();
      return Files.getLastModifiedTime(entry);
    }
  }

  /** Registers PoCL. */
  private Path pocl() throws IOException {
    Path installed = Path.of("/etc/OpenCL/vendors/pocl.icd");
    assumeTrue(Files.exists(installed), "no " + installed);
    return Files.copy(installed, vendors().resolve("pocl.icd"));
  }

  /** Compiles and registers a driver. */
  private Path driver(String name, String source) throws IOException, InterruptedException {
    Path c = Files.writeString(folder.resolve(name + ".c"), source);
    Path library = folder.resolve(name + ".so");
    Process compiler;
    try {
      compiler =
          new ProcessBuilder("cc", "-shared", "-fPIC", "-o", library.toString(), c.toString())
              .inheritIO()
              .start();
    } catch (IOException e) {
      assumeTrue(false, "no C compiler: " + e.getMessage());
      throw e;
    }
    assertEquals(0, compiler.waitFor());
    return Files.writeString(vendors().resolve(name + ".icd"), library + "\n");
  }
}
