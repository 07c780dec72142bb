package dev.flambeau.opencl;

import dev.flambeau.opencl.process.JavaCommand;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
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
    return new ProcessBuilder(command(List.of(), main, arguments))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /**
   * The command for it, with options of Java's own, which hold where they differ from ours.
   *
   * @throws IOException if our classes lie in no files of their own
   */
  public static List<String> command(List<String> options, Class<?> main, String... arguments)
      throws IOException {
    String classPath = location(main) + File.pathSeparator + JavaCommand.classPath();
    List<String> command = new ArrayList<>(List.of(java()));
    command.addAll(JavaCommand.properties());
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Runs a command to its end, and gives what it printed behind its exit status. */
  public static String run(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() + " " + output.strip();
  }

  /** The folder of a class of these tests, which a module's own location hides. */
  private static Path location(Class<?> type) {
    String name = "/" + type.getName().replace('.', '/') + ".class";
    String url = Objects.requireNonNull(type.getResource(name)).toString();
    return Path.of(URI.create(url.substring(0, url.length() - name.length())));
  }
}
