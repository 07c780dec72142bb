package dev.flambeau.opencl.tuning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.opencl.OpenClDevices;
import dev.flambeau.opencl.device.OpenClDevice;
import dev.flambeau.opencl.device.Platforms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A search whose process is a script: what it says of each row decides what is kept. */
class TunerTest {
  private static final List<ProductClass> CLASSES =
      List.of(ProductClass.of("one", "nn10x10x10"), ProductClass.of("other", "nn10x1x10"));

  @TempDir Path folder;

  @AfterEach
  void forget() {
    System.clearProperty("flambeau.opencl.kernels");
  }

  private TuningReport search(String kernels, String script) throws IOException {
    System.setProperty("flambeau.opencl.kernels", kernels);
    OpenClDevice device =
        Platforms.devices().stream()
            .filter(one -> one.info().equals(OpenClDevices.first()))
            .findFirst()
            .orElseThrow();
    List<String> command =
        List.of("sh", "-c", "while read line; do case $line in " + script + " esac; done");
    try (Child child = new Child(command)) {
      Duration patience = Duration.ofMillis(500);
      Optional<Path> to = Optional.of(folder);
      return new Tuner(device, CLASSES, child, to, patience)
          .run(Duration.ofSeconds(60), seconds -> {});
    }
  }

  /** As {@code case} takes it: stars outside of the quotes. */
  private static String of(String text, String answer) {
    return "*'" + text + "'*) echo flambeau-trial " + answer + ";; ";
  }

  @Test
  void theFastestRightTileIsKept() throws IOException {
    TuningReport report =
        search(
            "cpu",
            of("check {\"item\":[4,1,16]", "WRONG_BITS")
                + of("check {\"item\":[12,1,1]", "WRITES_OUTSIDE")
                + of("check {\"item\":[12,3,1]", "IMPOSSIBLE")
                + "*'check {\"item\":[12,3,8]'*) exit 3;; "
                + "*'check {\"item\":[12,3,4]'*) sleep 600;; "
                + of("check", "RIGHT")
                + of("time 3 {\"item\":[4,2,8]", "1e-3,1e-3")
                + of("time 3", "3e-3,3e-3")
                + of("time 7", "4e-3,3e-3 2e-3,1e-3"));
    assertEquals("{\"item\":[4,2,8],\"groups\":[]}", report.chosen().tiles());
    assertEquals(24, report.tried());
    assertEquals(
        Map.of(
            "give other bits", 1,
            "write outside of their result", 1,
            "the device cannot have", 1,
            "end their process", 1,
            "do not end in time", 1),
        report.refused());
    assertEquals(1 / ((0.5 + 1.0 / 3) / 2), report.gain(), 1e-9);
    String kept = Files.readString(report.file().orElseThrow());
    assertTrue(kept.contains("[4,2,8]"), kept);
  }

  @Test
  void eachClassOfProductsHasItsTileOnAGpu() throws IOException {
    TuningReport report =
        search(
            "gpu",
            of("check", "RIGHT")
                + of("time 3 {\"item\":[4,1,1],\"groups\":[[64,64,16,8,8,4,4,2]]", "1e-3,5e-3")
                + of("time 3 {\"item\":[4,1,1],\"groups\":[[64,2,64,1,2,1,1,1]]", "5e-3,1e-3")
                + of("time 3", "3e-3,3e-3")
                + of("time 7", "3e-3,3e-3 1e-3,1e-3"));
    assertEquals(
        "{\"item\":[4,1,1],\"groups\":[[64,64,16,8,8,4,4,2],[64,2,64,1,2,1,1,1]]}",
        report.chosen().tiles());
  }

  @Test
  void theUsualTilesStayWhereNothingIsFaster() throws IOException {
    TuningReport report =
        search("cpu", of("check", "RIGHT") + of("time 3", "1e-3,1e-3") + of("time 7", "1,1 2,2"));
    assertEquals(report.usual(), report.chosen());
    assertEquals(1, report.gain());
  }

  @ParameterizedTest
  @ValueSource(strings = {"time 3", "time 7"})
  void nothingIsKeptWhereTheUsualTilesFail(String question) throws IOException {
    String script = "*'" + question + "'*) exit 1;; " + of("check", "RIGHT") + of("time", "1,1");
    var e = assertThrows(IOException.class, () -> search("cpu", script));
    assertTrue(
        e.getMessage().contains("its tiles end their process. Nothing is kept"), e.getMessage());
    try (var files = Files.list(folder)) {
      assertEquals(0, files.count());
    }
  }
}
