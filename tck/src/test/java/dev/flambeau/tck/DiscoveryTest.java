package dev.flambeau.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.backend.Backends;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Backends are found whatever class loader the thread has. */
class DiscoveryTest {
  private static final List<String> CPU = List.of("cpu", "cpu:reference");

  private static List<String> found() {
    Backends backends = Backends.discover();
    return CPU.stream().map(name -> backends.find(name).name()).toList();
  }

  private static <T> T with(ClassLoader context, Supplier<T> work) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(context);
    try {
      return work.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @ParameterizedTest
  @CsvSource({"null", "platform", "system", "own"})
  void inAPoolOrAContainer(String kind) {
    ClassLoader own = DiscoveryTest.class.getClassLoader();
    ClassLoader context =
        switch (kind) {
          case "null" -> null;
          case "platform" -> ClassLoader.getPlatformClassLoader();
          case "system" -> ClassLoader.getSystemClassLoader();
          default -> new URLClassLoader(new URL[0], own);
        };
    assertEquals(CPU, with(context, DiscoveryTest::found));
    List<String> names =
        with(context, Backends::discover).devices().stream().map(device -> device.name()).toList();
    assertEquals(names.stream().distinct().toList(), names, "none twice");
  }

  /** As where an application's loader has a service file for what it lacks. */
  @Test
  void aLoaderWithAServiceThatCannotBeLoadedIsNoFailure(@TempDir Path folder) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(
        services.resolve("dev.flambeau.backend.BackendProvider"), "no.such.Provider\n");
    try (URLClassLoader context = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      assertEquals(CPU, with(context, DiscoveryTest::found));
      assertTrue(!with(context, Backends::discover).isEmpty());
    }
  }
}
