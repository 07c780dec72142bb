package dev.flambeau.opencl.cache;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;

/** Another Java, for what takes more than one process. */
final class TestProcess {
  private TestProcess() {}

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** Runs the main method of a class of these tests. */
  static Process start(Class<?> main, String... arguments) throws IOException {
    String classPath =
        Stream.of(main, Cache.class, Logger.class)
            .map(TestProcess::location)
            .distinct()
            .collect(Collectors.joining(System.getProperty("path.separator")));
    List<String> command = new ArrayList<>(List.of(java(), "-cp", classPath, main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** Where a class was loaded from, whether by class path or module path. */
  private static String location(Class<?> type) {
    try {
      String name = type.getName().replace('.', '/') + ".class";
      String url = type.getResource("/" + name).toURI().toString();
      String place =
          url.startsWith("jar:")
              ? url.substring("jar:".length(), url.indexOf("!/"))
              : url.substring(0, url.length() - name.length());
      return Path.of(new java.net.URI(place)).toString();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
