package dev.flambeau.opencl;

import dev.flambeau.opencl.process.JavaCommand;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Another Java, for what takes more than one process. */
public final class TestProcess {
  private TestProcess() {}

  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** Runs the main method of a class of these tests, with our own properties as they are here. */
  public static Process start(Class<?> main, String... arguments) throws IOException {
    String classPath = location(main) + File.pathSeparator + JavaCommand.classPath();
    List<String> command = new ArrayList<>(List.of(java()));
    command.addAll(JavaCommand.properties());
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** The folder of a class of these tests, which a module's own location hides. */
  private static Path location(Class<?> type) {
    String name = "/" + type.getName().replace('.', '/') + ".class";
    String url = Objects.requireNonNull(type.getResource(name)).toString();
    return Path.of(URI.create(url.substring(0, url.length() - name.length())));
  }
}
