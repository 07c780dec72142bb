package dev.flambeau.opencl.process;

import dev.flambeau.kernels.KernelFile;
import dev.flambeau.op.FlambeauException;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jocl.CL;
import org.slf4j.Logger;

/** The command that runs a class of ours by this process's Java, with our settings as they are. */
public final class JavaCommand {
  private JavaCommand() {}

  /**
   * The command, a word each.
   *
   * @param options Java's own
   * @param main a class of this module, with a {@code main}
   * @throws IOException if our classes lie in no files of their own
   */
  public static List<String> of(List<String> options, Class<?> main, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(properties());
    command.addAll(List.of("-cp", classPath(), main.getName()));
    command.addAll(arguments);
    return command;
  }

  /** Our own settings as options of Java. */
  public static List<String> properties() {
    return System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith("flambeau."))
        .map(name -> "-D" + name + "=" + System.getProperty(name))
        .toList();
  }

  /**
   * Where our classes, and those that they take, were loaded from: the same way for a class path, a
   * module path and a jar that names others.
   *
   * @throws IOException if they lie in no files of their own, as in a jar of jars
   */
  public static String classPath() throws IOException {
    Set<String> locations = new LinkedHashSet<>();
    for (Class<?> type :
        List.of(
            JavaCommand.class, FlambeauException.class, KernelFile.class, CL.class, Logger.class)) {
      CodeSource source = type.getProtectionDomain().getCodeSource();
      try {
        locations.add(Path.of(source.getLocation().toURI()).toString());
      } catch (URISyntaxException | RuntimeException e) { // in a jar within a jar, or not in a file
        throw new IOException(type + " is not in a file of its own", e);
      }
    }
    return String.join(File.pathSeparator, locations);
  }
}
