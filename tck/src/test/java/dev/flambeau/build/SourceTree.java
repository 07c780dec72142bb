package dev.flambeau.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The repository's own sources, as the checks of the build read them. */
final class SourceTree {
  /** Tests run in the folder of their module. */
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  private SourceTree() {}

  /** A source file: its path from the root, and its text. */
  record Source(String path, String text) {
    int lines() {
      return (int) text.lines().count();
    }
  }

  /** Every file of main and test sources whose name ends so, outside build folders. */
  static List<Source> ending(String suffix) {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> file.toString().endsWith(suffix))
          .filter(file -> file.toString().contains("/src/"))
          .filter(file -> !file.toString().contains("/target/"))
          .sorted()
          .map(SourceTree::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folders of the modules, as the project's own description names them. */
  static List<String> modules() {
    return Pattern.compile("<module>(.*)</module>")
        .matcher(read(ROOT.resolve("pom.xml")).text())
        .results()
        .map(module -> module.group(1))
        .toList();
  }

  private static Source read(Path file) {
    try {
      return new Source(ROOT.relativize(file).toString(), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
