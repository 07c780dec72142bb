package dev.flambeau.io;

import dev.flambeau.op.FlambeauException;
import dev.flambeau.tensor.HostTensor;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A process of its own that saves or reads a file, and says how that went on standard error. */
final class FileProgram {
  static final int FLOATS = 20_000;

  private FileProgram() {}

  /** The arguments: "save" or "read" and a file, or "hang" and a folder for a partial file. */
  public static void main(String[] arguments) throws Exception {
    Path path = Path.of(arguments[1]);
    try {
      switch (arguments[0]) {
        case "save" -> content().write(path);
        case "read" -> Safetensors.read(path);
        default -> hang(path);
      }
      System.err.println("done");
    } catch (FlambeauException e) {
      System.err.println(e.getMessage());
    }
  }

  private static void hang(Path folder) throws IOException, InterruptedException {
    try (PartialFile partial = PartialFile.in(folder)) {
      System.out.println(partial.path().getFileName());
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  static Safetensors content() {
    return new Safetensors(Map.of("x", HostTensor.of(new float[FLOATS], FLOATS)));
  }

  /** The command that runs it in a heap of some MB. */
  static List<String> command(int megabytes, String... arguments) {
    String path = String.join(File.pathSeparator, root(FileProgram.class), root(Safetensors.class));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-Xmx" + megabytes + "m", "-cp", path, FileProgram.class.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** The folder that a class lies in, also where it is patched into a module. */
  private static String root(Class<?> type) {
    String name = type.getName().replace('.', '/') + ".class";
    String url = type.getResource(type.getSimpleName() + ".class").toString();
    String root = url.substring(0, url.length() - name.length());
    try {
      return Path.of(new URI(root)).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All that a command prints to its standard error. */
  static String errors(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return errors.strip();
  }
}
