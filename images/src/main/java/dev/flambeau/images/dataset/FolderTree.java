package dev.flambeau.images.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What is in a folder of classes.
 *
 * @param classes the names of its folders, sorted
 * @param files the pictures, class by class, sorted
 * @param skipped other files, by their paths
 */
record FolderTree(List<String> classes, List<Member> files, List<String> skipped) {
  private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg", ".bmp", ".gif");

  /**
   * A picture's file.
   *
   * @param path below the folder, with "/" between the parts
   */
  record Member(String path, int label) {}

  static FolderTree of(Path root) throws IOException {
    List<String> classes = new ArrayList<>();
    List<Member> files = new ArrayList<>();
    List<String> skipped = new ArrayList<>();
    try (Stream<Path> entries = Files.list(root)) {
      for (Path entry : (Iterable<Path>) entries::iterator) {
        String name = String.valueOf(entry.getFileName());
        if (isHidden(entry)) {
          continue;
        }
        if (Files.isDirectory(entry)) {
          classes.add(name);
        } else {
          skipped.add(name);
        }
      }
    }
    classes.sort(Comparator.naturalOrder());
    for (int label = 0; label < classes.size(); label++) {
      List<String> pictures = new ArrayList<>();
      for (String path : paths(root, root.resolve(classes.get(label)))) {
        (isPicture(path) ? pictures : skipped).add(path);
      }
      for (String path : pictures) {
        files.add(new Member(path, label));
      }
    }
    skipped.sort(Comparator.naturalOrder());
    return new FolderTree(List.copyOf(classes), List.copyOf(files), List.copyOf(skipped));
  }

  /** The classes that have no pictures. */
  List<String> emptyClasses() {
    BitSet filled = new BitSet();
    files.forEach(file -> filled.set(file.label()));
    List<String> empty = new ArrayList<>();
    for (int label = 0; label < classes.size(); label++) {
      if (!filled.get(label)) {
        empty.add(classes.get(label));
      }
    }
    return empty;
  }

  private static boolean isPicture(String path) {
    String lower = path.toLowerCase(Locale.ROOT);
    return ENDINGS.stream().anyMatch(lower::endsWith);
  }

  private static boolean isHidden(Path path) throws IOException {
    return String.valueOf(path.getFileName()).startsWith(".") || Files.isHidden(path);
  }

  /** The files beneath a folder that are not hidden, nor in a folder that is, sorted. */
  private static List<String> paths(Path root, Path folder) throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      for (Path file : (Iterable<Path>) all::iterator) {
        Path below = root.relativize(file);
        if (Files.isRegularFile(file) && !hasHidden(root, below)) {
          found.add(slashed(below));
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    found.sort(Comparator.naturalOrder());
    return found;
  }

  private static boolean hasHidden(Path root, Path below) throws IOException {
    Path at = root;
    for (Path part : below) {
      at = at.resolve(part);
      if (isHidden(at)) {
        return true;
      }
    }
    return false;
  }

  private static String slashed(Path path) {
    List<String> parts = new ArrayList<>();
    path.forEach(part -> parts.add(part.toString()));
    return String.join("/", parts);
  }
}
