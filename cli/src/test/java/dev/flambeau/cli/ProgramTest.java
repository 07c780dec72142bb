package dev.flambeau.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line in a process of its own: what depends on how Java was started. */
class ProgramTest {
  private static final List<String> SINE =
      List.of(
          "train", "sine", "--steps", "2", "--hidden", "2", "--length", "11", "--device", "cpu");

  @TempDir private Path folder = Path.of("");

  private int run(File out, List<String> options, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(arguments);
    return new ProcessBuilder(command)
        .redirectOutput(out)
        .redirectError(folder.resolve("err").toFile())
        .start()
        .waitFor();
  }

  private String err() throws IOException {
    return Files.readString(folder.resolve("err"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"fa", "ar"})
  void digitsAreTheSameInEveryLanguage(String language) throws Exception {
    Path out = folder.resolve("out");
    List<String> options = List.of("-Duser.language=" + language, "-Duser.country=EG");
    assertEquals(0, run(out.toFile(), options, SINE), err());
    String printed = Files.readString(out);
    assertTrue(printed.startsWith("step     2  loss 0."), printed);
    assertTrue(printed.chars().allMatch(c -> c < 128), printed);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFullDiskAsStandardOutputIsAnError() throws Exception {
    assertEquals(2, run(new File("/dev/full"), List.of(), SINE));
    assertTrue(
        err().endsWith("Standard output cannot be written: No space left on device\n"), err());
  }

  @Test
  void lackOfHeapIsOneLine() throws Exception {
    List<String> train = List.of("train", "mnist", "--device", "cpu");
    assertEquals(2, run(folder.resolve("out").toFile(), List.of("-Xmx48m"), train));
    List<String> lines = err().lines().filter(line -> !line.startsWith("INFO ")).toList();
    assertEquals(1, lines.size(), err());
    assertTrue(lines.get(0).contains("-Xmx"), err());
  }
}
