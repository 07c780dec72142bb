package dev.flambeau.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.BackendOptions;
import dev.flambeau.backend.Backends;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A program that names {@code cpu} has no part in what drivers of other devices do to its process.
 */
class LoadedDriversTest {
  private static final Path LIBRARIES = Path.of("/proc/self/maps");

  /** A process of its own, since a library that is loaded stays. */
  public static void main(String... names) throws IOException {
    Backends backends = Backends.discover();
    try (Backend open = backends.open(backends.find(names[0]), BackendOptions.defaults());
        Stream<String> lines = Files.lines(LIBRARIES)) {
      open.synchronize();
      System.out.print(lines.anyMatch(line -> line.contains("libOpenCL")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "cpu:reference"})
  void aDeviceOfTheHostsLoadsNone(String name) throws IOException {
    assertEquals("false", hasLoader(name));
  }

  @Tag("opencl")
  @Test
  void anotherIsSeenToLoadThem() throws IOException {
    assumeTrue(
        Backends.discover().devices().stream().anyMatch(one -> one.provider().equals("opencl")),
        "no OpenCL device");
    assertEquals("true", hasLoader("opencl"));
  }

  private static String hasLoader(String name) throws IOException {
    assumeTrue(Files.isReadable(LIBRARIES), "a system that does not tell what is loaded");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dflambeau.cache=" + System.getProperty("flambeau.cache", ""),
            "-cp",
            System.getProperty("java.class.path"),
            LoadedDriversTest.class.getName(),
            name);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
