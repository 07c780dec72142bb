package dev.flambeau.benchmarks.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the commands print; how fast it was is nobody's claim here. */
class BenchTest {
  private static final String SHORT = " --warm-up 0.001 --seconds 0.001";
  private static final String NUMBER = "\\d+\\.\\d+(E-?\\d+)?";

  /** What the command line came to, which finds these commands by itself. */
  private record Run(int status, String out, String err) {
    static Run of(String... arguments) {
      var out = new StringWriter();
      var err = new StringWriter();
      int status =
          Main.commandLine()
              .setOut(new PrintWriter(out))
              .setErr(new PrintWriter(err))
              .execute(arguments);
      return new Run(status, out.toString(), err.toString());
    }

    List<String> lines() {
      return out.lines().toList();
    }
  }

  private static Run run(String arguments) {
    return Run.of((arguments + SHORT).split(" "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nn", "nt", "tn", "tt"})
  void gemmPrintsOneObject(String transposition) {
    Run run =
        run(
            "bench gemm --sizes 3,2x3x4 --json --device cpu:reference --threads 1 --transpose "
                + transposition);
    assertEquals(0, run.status(), run.err());
    assertEquals(1, run.lines().size());
    String size = "\\{\"m\":%d,\"n\":%d,\"k\":%d,\"gflopsBest\":N,\"gflopsMedian\":N\\}";
    String expected =
        "\\{\"device\":\"cpu:reference\",\"threads\":1,\"sizes\":\\["
            + size.formatted(3, 3, 3)
            + ","
            + size.formatted(2, 3, 4)
            + "\\]\\}";
    assertTrue(run.lines().get(0).matches(expected.replace("N", NUMBER)), run.out());
  }

  @Test
  void gemmPrintsATable() {
    Run run = run("bench gemm --sizes 3,2x3x4 --device cpu:reference --threads 1");
    assertEquals(4, run.lines().size(), run.out());
    assertTrue(run.lines().get(0).endsWith(", 1 threads"));
    assertTrue(run.lines().get(1).matches("nn  GFLOP/s +best +median"));
    assertTrue(run.lines().get(2).matches("3x3x3 +\\d+\\.\\d\\d +\\d+\\.\\d\\d"));
    assertTrue(run.lines().get(3).startsWith("2x3x4 "));
  }

  @ParameterizedTest
  @CsvSource({"mlp-16,captured", "mlp-16,eager", "rnn,captured"})
  void stepPrintsOneObject(String name, String mode) {
    Run run =
        run(
            "bench step %s --batch 2 --json --device cpu --threads 1 --mode %s"
                .formatted(name, mode));
    assertEquals(0, run.status(), run.err());
    assertEquals(1, run.lines().size());
    String expected =
        "\\{\"name\":\"%s\",\"device\":\"cpu\",\"threads\":1,\"mode\":\"%s\",\"bestMs\":N,"
            + "\"medianMs\":N,\"maxMs\":N,\"launches\":[1-9]\\d*,\"heapBytesPerStep\":\\d+,\"floorMs\":N\\}";
    assertTrue(
        run.lines().get(0).matches(expected.formatted(name, mode).replace("N", NUMBER)), run.out());
  }

  @Test
  void launchPrintsOneObject() {
    Run run =
        Run.of(
            ("bench launch mlp-16 --batch 2 --warm-up 0.001 --rounds 3 --json --device cpu"
                    + " --threads 1")
                .split(" "));
    assertEquals(0, run.status(), run.err());
    String expected =
        "\\{\"name\":\"mlp-16\",\"device\":\"cpu\",\"threads\":1,\"rounds\":3,\"launches\":[1-9]\\d*,"
            + "\"bestUs\":N,\"medianUs\":N,\"hostBestUs\":N,\"hostMedianUs\":N\\}";
    assertTrue(run.out().strip().matches(expected.replace(":N", ":" + NUMBER)), run.out());
  }

  @ParameterizedTest
  @CsvSource({"arithmetic,", "functions,',\"slowOpsFromCacheMs\":N'"})
  void chainPrintsOneObject(String name, String rest) {
    Run run =
        run(
            "bench chain %s --elements 5000 --rounds 1 --json --device cpu --threads 2"
                .formatted(name));
    assertEquals(0, run.status(), run.err());
    String expected =
        "\\{\"name\":\"%s\",\"device\":\"cpu\",\"threads\":2,\"elements\":5000,\"chainBestMs\":N,"
            + "\"chainMedianMs\":N,\"copyBestMs\":N,\"copyMedianMs\":N%s\\}";
    assertTrue(
        run.out()
            .strip()
            .matches(
                expected.formatted(name, rest == null ? "" : rest).replace(":N", ":" + NUMBER)),
        run.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"add", "mul", "div", "relu", "sqrt", "exp", "log", "tanh", "sigmoid"})
  void opPrintsOneObject(String name) {
    Run run = run("bench op " + name + " --elements 3 --json --device cpu --threads 1");
    assertEquals(0, run.status(), run.err());
    String expected =
        "\\{\"name\":\"%s\",\"device\":\"cpu\",\"threads\":1,\"elements\":3,\"tape\":true,"
            + "\"bestNs\":N,\"medianNs\":N\\}";
    assertTrue(
        run.out().strip().matches(expected.formatted(name).replace(":N", ":" + NUMBER)), run.out());
  }

  @Test
  void startPrintsOneObject() {
    Run run =
        Run.of("bench start mlp-16 --steps 2 --batch 2 --json --device cpu --threads 1".split(" "));
    assertEquals(0, run.status(), run.err());
    String expected =
        "\\{\"name\":\"mlp-16\",\"device\":\"cpu\",\"threads\":1,\"mode\":\"captured\",\"jvmMs\":\\d+,"
            + "\"openMs\":N,\"firstStepMs\":N,\"lastStepMs\":N\\}";
    assertTrue(run.out().strip().matches(expected.replace(":N", ":" + NUMBER)), run.out());
  }

  @Test
  void loadPrintsOneObject() {
    Run run =
        Run.of(
            ("bench load --batch 2 --batches 2 --rounds 1 --json --device cpu --threads 1")
                .split(" "));
    assertEquals(0, run.status(), run.err());
    String expected =
        "\\{\"device\":\"cpu\",\"threads\":1,\"workers\":2,\"batch\":2,\"loadMs\":N,\"stepMs\":N,"
            + "\"inTurnMs\":N,\"aheadMs\":N,\"inTurnBestMs\":N,\"aheadBestMs\":N\\}";
    assertTrue(run.out().strip().matches(expected.replace(":N", ":" + NUMBER)), run.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"gemm", "step", "launch", "chain", "op", "start", "load"})
  void everyCommandHasHelp(String command) {
    Run run = Run.of("bench", command, "--help");
    assertTrue(run.out().startsWith("Usage: flambeau bench " + command), run.out());
    assertEquals(0, run.status());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bench gemm --sizes 64,6x4|Invalid value for option '--sizes' (SIZE): a number for a square,"
            + " or MxNxK, such as 64,1000x64x3000, was given '6x4'. See: ./flambeau bench gemm --help",
        "bench gemm --transpose no|Invalid value for option '--transpose': one of nn, nt, tn, tt,"
            + " was given 'no'. See: ./flambeau bench gemm --help",
        "bench gemm --sizes 64,16385|Invalid value for option '--sizes' (SIZE): matrices of at most"
            + " 268435456 elements, such as 16384, was given '16385'. See: ./flambeau bench gemm"
            + " --help",
        "bench gemm --sizes 1x999999999x1000|Invalid value for option '--sizes' (SIZE): matrices of"
            + " at most 268435456 elements, such as 16384, was given '1x999999999x1000'. See:"
            + " ./flambeau bench gemm --help",
        "bench gemm --group 1000001|Invalid value for option '--group': a whole number from 1 to"
            + " 1000000, was given '1000001'. See: ./flambeau bench gemm --help",
        "bench op add --elements 2147483647|Invalid value for option '--elements': a whole number"
            + " from 1 to 268435456, was given '2147483647'. See: ./flambeau bench op --help",
        "bench chain arithmetic --elements 268435457|Invalid value for option '--elements': a whole"
            + " number from 1 to 268435456, was given '268435457'. See: ./flambeau bench chain --help",
        "bench op add --seconds 1e30|Invalid value for option '--seconds': a number above"
            + " 0, and at most 86400, was given '1e30'. See: ./flambeau bench op --help",
        "bench step rnn --clock sun|Invalid value for option '--clock': one of wall, thread, was given"
            + " 'sun'. See: ./flambeau bench step --help",
        "bench start rnn --steps 0|Invalid value for option '--steps': a whole number from 1 to"
            + " 1000000, was given '0'. See: ./flambeau bench start --help",
        "bench step cnn|Invalid value for positional parameter at index 0 (NAME): one of mlp-16,"
            + " mlp-512, rnn, lenet, cnn-32-64, resnet8, resnet18, depthwise, was given 'cnn'. See: ./flambeau bench step --help",
        "bench step|Missing required parameter: 'NAME'. See: ./flambeau bench step --help"
      })
  void whatTheUserCanMendIsOneLine(String arguments, String message) {
    Run run = Run.of(arguments.split(" "));
    assertEquals(message + System.lineSeparator(), run.err());
    assertEquals(2, run.status());
  }
}
