package dev.flambeau.opencl.device;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The drivers that a loader would load, as far as can be told without loading one: the files that
 * register them (cl_khr_icd: {@code /etc/OpenCL/vendors/*.icd}), the libraries that these name, and
 * what the environment says. Linux alone keeps them in such files.
 *
 * @param files the registering files, in order of their names
 * @param fingerprint a text that is another one when a driver has come, gone or changed
 */
public record Drivers(List<Path> files, String fingerprint) {
  private static final Path VENDORS = Path.of("/etc/OpenCL/vendors");

  /** What chooses among drivers or their devices. */
  private static final Pattern CHOICES =
      Pattern.compile("(OCL_ICD|OPENCL|RUSTICL)_.*|POCL_DEVICES|LD_LIBRARY_PATH");

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
        files.addAll(registered(Path.of(environment.getOrDefault(place, ""))));
      }
    }
    if (files.isEmpty()) {
      files.addAll(registered(VENDORS));
    }
    StringBuilder text = new StringBuilder();
    new TreeMap<>(environment)
        .forEach(
            (name, value) -> {
              if (CHOICES.matcher(name).matches()) {
                text.append(name).append('=').append(value).append('\n');
              }
            });
    List<Path> folders = libraryFolders(environment);
    text.append(describe("libOpenCL.so.1", folders));
    files.forEach(file -> text.append(file).append(' ').append(library(file, folders)));
    return new Drivers(files, text.toString());
  }

  /** A folder's files, or the one file that the place is. */
  private static List<Path> registered(Path place) {
    if (Files.isRegularFile(place)) {
      return List.of(place);
    }
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(place, "*.icd")) {
      found.forEach(files::add);
    } catch (IOException | DirectoryIteratorException e) {
      return List.of(); // without such a folder there is no driver
    }
    files.sort(null);
    return files;
  }

  private static String library(Path file, List<Path> folders) {
    try (Stream<String> lines = Files.lines(file)) {
      return describe(lines.findFirst().orElse("").trim(), folders);
    } catch (IOException e) {
      return e + "\n";
    }
  }

  /** A library's name, and the size and age of the file that is found for it. */
  private static String describe(String library, List<Path> folders) {
    Optional<Path> found =
        folders.stream()
            .map(folder -> folder.resolve(library))
            .filter(Files::isRegularFile)
            .findFirst();
    if (found.isEmpty()) {
      return library + '\n';
    }
    try {
      Path file = found.get().toRealPath();
      return "%s %s %d %s%n"
          .formatted(library, file, Files.size(file), Files.getLastModifiedTime(file));
    } catch (IOException e) {
      return library + '\n';
    }
  }

  /** Where the system's loader looks, by and large; a path that is absolute stays as it is. */
  private static List<Path> libraryFolders(Map<String, String> environment) {
    String machine = System.getProperty("os.arch").replace("amd64", "x86_64") + "-linux-gnu";
    Stream<String> own = Stream.of(environment.getOrDefault("LD_LIBRARY_PATH", "").split(":"));
    Stream<String> system =
        Stream.of("/usr/local/lib", "/lib/", "/usr/lib/", "/lib64", "/usr/lib64")
            .flatMap(folder -> Stream.of(folder + "/" + machine, folder));
    return Stream.concat(own.filter(folder -> !folder.isEmpty()), system).map(Path::of).toList();
  }
}
