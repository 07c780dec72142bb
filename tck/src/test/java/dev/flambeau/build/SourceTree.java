package dev.flambeau.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

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
    List<Path> files = new ArrayList<>();
    try {
      Files.walkFileTree(ROOT, new Sources(suffix, files));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files.stream().sorted().map(SourceTree::read).toList();
  }

  /** Stays out of build folders, whose files come and go while tests run. */
  private static final class Sources extends SimpleFileVisitor<Path> {
    private final String suffix;
    private final List<Path> found;

    Sources(String suffix, List<Path> found) {
      this.suffix = suffix;
      this.found = found;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      return folder.endsWith("target") ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (file.toString().endsWith(suffix) && file.toString().contains("/src/")) {
        found.add(file);
      }
      return FileVisitResult.CONTINUE;
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
