package dev.flambeau.data.cifar;

import dev.flambeau.data.DatasetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** The names of classes, a line each. */
final class ClassNames {
  private ClassNames() {}

  /** Those of a file, or numbers where there is none. */
  static List<String> read(Path file, int classes) throws IOException {
    if (!Files.exists(file)) {
      return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    }
    List<String> names =
        Files.readAllLines(file).stream().map(String::strip).filter(n -> !n.isEmpty()).toList();
    if (names.size() != classes) {
      throw new DatasetException(
          file + ": " + names.size() + " names; there are " + classes + " classes.");
    }
    return names;
  }
}
