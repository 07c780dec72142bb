package dev.flambeau.opencl.device;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The drivers that a loader would load, as far as can be told without loading one: the files that
 * register them (cl_khr_icd: {@code /etc/OpenCL/vendors/*.icd}), the libraries that these name, and
 * what the environment says. Linux alone keeps them in such files. Every start asks, so this does
 * without what a new JVM takes long to get ready: streams, patterns, formats.
 *
 * @param files the registering files, in order of their names
 * @param fingerprint a text that is another one when a driver has come, gone or changed
 */
public record Drivers(List<Path> files, String fingerprint) {
  private static final Path VENDORS = Path.of("/etc/OpenCL/vendors");

  /** What chooses among drivers or their devices. */
  private static final List<String> CHOICES =
      List.of("OCL_ICD_", "OPENCL_", "RUSTICL_", "POCL_DEVICES", "LD_LIBRARY_PATH");

  public Drivers {
    files = List.copyOf(files);
  }

  /** Those of this machine. */
  public static Drivers present() {
    return of(System.getenv());
  }

  /** Those that an environment chooses. */
  public static Drivers of(Map<String, String> environment) {
    List<Path> files = new ArrayList<>();
    for (String place : List.of("OCL_ICD_VENDORS", "OPENCL_VENDOR_PATH")) {
      if (files.isEmpty() && environment.containsKey(place)) {
        named(environment.getOrDefault(place, ""))
            .ifPresent(path -> files.addAll(registered(path)));
      }
    }
    if (files.isEmpty()) {
      files.addAll(registered(VENDORS));
    }
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
      if (chooses(variable.getKey())) {
        text.append(variable.getKey()).append('=').append(variable.getValue()).append('\n');
      }
    }
    List<Path> folders = libraryFolders(environment);
    describe("libOpenCL.so.1", folders, text);
    for (Path file : files) {
      text.append(file).append(' ');
      describe(library(file), folders, text);
    }
    return new Drivers(files, text.toString());
  }

  private static boolean chooses(String variable) {
    for (String prefix : CHOICES) {
      if (variable.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  /** A folder's files, or the one file that the place is. */
  private static List<Path> registered(Path place) {
    if (Files.isRegularFile(place)) {
      return List.of(place);
    }
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(place)) {
      for (Path file : found) {
        if (file.toString().endsWith(".icd")) {
          files.add(file);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return List.of(); // without such a folder there is no driver
    }
    files.sort(null);
    return files;
  }

  /** The library that a file registers: its first line. */
  private static String library(Path file) {
    try {
      return Files.readString(file).strip().split("\n", 2)[0].strip();
    } catch (IOException e) {
      return "";
    }
  }

  /** Adds a library's name, and the size and age of the file that is found for it. */
  private static void describe(String library, List<Path> folders, StringBuilder text) {
    text.append(library);
    Optional<Path> name = named(library);
    for (Path folder : folders) {
      Path file = name.map(folder::resolve).orElse(folder);
      if (Files.isRegularFile(file)) {
        try {
          text.append(' ').append(file.toRealPath()).append(' ').append(Files.size(file));
          text.append(' ').append(Files.getLastModifiedTime(file).toMillis());
          break;
        } catch (IOException e) {
          continue; // gone meanwhile, so the loader does not find it either
        }
      }
    }
    text.append('\n');
  }

  /** The path of this name; empty for one that Java cannot write, as in the locale C. */
  private static Optional<Path> named(String name) {
    try {
      return Optional.of(Path.of(name));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** Where the system's loader looks, by and large; a path that is absolute stays as it is. */
  private static List<Path> libraryFolders(Map<String, String> environment) {
    List<Path> folders = new ArrayList<>();
    for (String folder : environment.getOrDefault("LD_LIBRARY_PATH", "").split(":")) {
      if (!folder.isEmpty()) {
        named(folder).ifPresent(folders::add);
      }
    }
    String machine = System.getProperty("os.arch").replace("amd64", "x86_64") + "-linux-gnu";
    for (String folder : List.of("/usr/local/lib", "/lib", "/usr/lib", "/lib64", "/usr/lib64")) {
      folders.add(Path.of(folder, machine));
      folders.add(Path.of(folder));
    }
    return folders;
  }
}
