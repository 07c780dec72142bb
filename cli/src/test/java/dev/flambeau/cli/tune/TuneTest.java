package dev.flambeau.cli.tune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.flambeau.backend.Backends;
import dev.flambeau.backend.DeviceNotFoundException;
import dev.flambeau.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A search from the command line, with its process; how fast its tiles are is nobody's claim. */
class TuneTest {
  @TempDir Path cache;

  @AfterEach
  void forget() {
    System.clearProperty("flambeau.cache");
  }

  @Test
  void aShortSearchPrintsOneObjectAndKeepsAFile() throws IOException {
    requirePocl();
    System.setProperty("flambeau.cache", cache.toString());
    CommandRun run = CommandRun.of("tune --device opencl:pocl --seconds 1 --json".split(" "));
    assertEquals(0, run.status(), run.err());
    assertEquals(1, run.lines().size(), run.out());
    assertTrue(Integer.parseInt(run.json("tried")) >= 1, run.out());
    assertTrue(run.out().contains("\"refused\":[]"), run.out());
    Path file = Path.of(run.json("file").replace("\"", ""));
    assertTrue(file.startsWith(cache), file.toString());
    assertTrue(Files.readString(file).contains("\"version\": 1"), Files.readString(file));
  }

  private static void requirePocl() {
    try {
      Backends.discover().find("opencl:pocl");
    } catch (DeviceNotFoundException e) {
      if ("1".equals(System.getenv("FLAMBEAU_REQUIRE_OPENCL"))) {
        fail("FLAMBEAU_REQUIRE_OPENCL is 1: " + e.getMessage());
      }
      assumeTrue(false, e.getMessage());
    }
  }

  @Test
  void aDeviceWithoutTilesIsRefused() {
    CommandRun run = CommandRun.of("tune", "--device", "cpu");
    assertEquals(2, run.status());
    assertEquals(
        "tune is for OpenCL devices, and cpu is none: its tiles are the ones that suit Java. Name"
            + " one with --device, such as opencl. ./flambeau devices lists them."
            + System.lineSeparator(),
        run.err());
  }

  @Test
  void secondsAreAWholeNumber() {
    CommandRun run = CommandRun.of("tune", "--seconds", "0");
    assertEquals(2, run.status());
    assertEquals(
        "Invalid value for option '--seconds': a whole number from 1 on, was given '0'. See:"
            + " ./flambeau tune --help"
            + System.lineSeparator(),
        run.err());
  }
}
