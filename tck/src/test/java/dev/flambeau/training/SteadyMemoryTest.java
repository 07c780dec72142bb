package dev.flambeau.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.backend.MemoryUse;
import dev.flambeau.tensor.Device;
import dev.flambeau.training.SmallTraining.Mode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Many steps leave nothing behind, on every device that is here: 100,000 with {@code
 * -Dflambeau.long=true}, fewer without; no growth in buffers, bytes, heap or the process's memory
 * between the first tenth and the end.
 */
class SteadyMemoryTest {
  private static final int STEPS = Boolean.getBoolean("flambeau.long") ? 100_000 : 3_000;

  /** What may come and go: code that is compiled meanwhile, and the collector's own slack. */
  private static final long SLACK = 48L << 20;

  @ParameterizedTest
  @EnumSource
  void trainingHoldsWhatItHeld(Mode mode) {
    for (Supplier<Device> named : SmallTraining.devices()) {
      try (Device device = named.get()) {
        train(device, mode, steps(device));
        device.synchronize();
        assertEquals(0, device.memory().buffers(), device + ": buffers after the model is closed");
      }
    }
  }

  /** Emulated arithmetic is slow; its memory is managed by the same code. */
  private static int steps(Device device) {
    boolean emulated = !device.admission().reasons().isEmpty();
    return emulated ? STEPS / 10 : STEPS;
  }

  private void train(Device device, Mode mode, int steps) {
    MemoryUse[] early = new MemoryUse[1];
    long[] heap = new long[1];
    long[] resident = new long[1];
    SmallTraining.CLASSIFIER.run(
        device,
        mode,
        steps,
        step -> {
          if (step == steps / 10 || step == steps - 1) {
            device.synchronize();
            if (early[0] == null) {
              early[0] = device.memory();
              heap[0] = heap();
              resident[0] = resident();
            } else {
              assertEquals(early[0], device.memory(), device.toString());
              assertFlat(device + ", heap", heap[0], heap(), SLACK / 4);
              assertFlat(device + ", the process", resident[0], resident(), SLACK);
            }
          }
        });
    assertTrue(early[0] != null && early[0].buffers() > 0);
  }

  private static void assertFlat(String what, long before, long after, long slack) {
    assertTrue(
        after - before < slack, () -> what + ": grew from " + before + " to " + after + " bytes");
  }

  private static long heap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** The process's resident memory where the system tells, else 0. */
  private static long resident() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      if (Files.exists(Path.of("/proc/self/status"))) {
        throw new UncheckedIOException(e);
      }
      return 0;
    }
  }
}
