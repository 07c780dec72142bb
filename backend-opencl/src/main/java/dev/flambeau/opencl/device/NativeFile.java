package dev.flambeau.opencl.device;

import dev.flambeau.backend.BackendUnavailableException;
import dev.flambeau.opencl.cache.Cache;
import dev.flambeau.opencl.cache.Trust;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A native library on its way from memory into this process. The system loads none but from a file,
 * and whoever can lay, change or cut that file owns or kills the process. So it is written into a
 * folder that is made for it and that no other user may enter, and is loaded when all of it is
 * there. Both are removed as soon as it is loaded. Windows keeps what is in use, and a process may
 * be killed: what they leave goes at a later start.
 *
 * @param name the file's name
 */
record NativeFile(String name, byte[] content) {
  private static final Logger LOG = LoggerFactory.getLogger(NativeFile.class);

  /** Of the folders' names. */
  static final String PREFIX = "flambeau-native-";

  private static final long LEFT = TimeUnit.DAYS.toMillis(1);

  /**
   * Writes the file, into Java's folder for temporary files or, where that cannot be, into the
   * cache's, and has it loaded.
   *
   * @param loader is given the file
   * @throws BackendUnavailableException if there is no place for it; the message has the causes
   */
  void load(Consumer<Path> loader) {
    Path file = write();
    try {
      loader.accept(file);
    } finally {
      remove(file.getParent());
    }
  }

  private Path write() {
    List<String> causes = new ArrayList<>();
    try {
      return writeIn(Path.of(System.getProperty("java.io.tmpdir", "")));
    } catch (IOException | InvalidPathException e) {
      LOG.debug("{} cannot lie in the folder for temporary files", name, e);
      causes.add(System.getProperty("java.io.tmpdir") + " (" + cause(e) + ")");
    }
    Optional<Path> cache = Cache.folder("native");
    if (cache.isPresent()) {
      try {
        return writeIn(Files.createDirectories(cache.get(), Trust.attributes()));
      } catch (IOException e) {
        causes.add(cache.get() + " (" + cause(e) + ")");
      }
    }
    throw new BackendUnavailableException(
        "No folder to load the OpenCL binding's native library from: "
            + String.join("; ", causes)
            + ". Make room in one, or name another by -Djava.io.tmpdir.");
  }

  /** Java's own texts often are no more than the file's name. */
  private static String cause(Exception e) {
    return e.getClass().getSimpleName() + ": " + e.getMessage();
  }

  private Path writeIn(Path place) throws IOException {
    if (!Trust.keepsNames(place)) {
      throw new IOException("any user may rename what lies in it");
    }
    sweep(place);
    Path folder = createFolder(place.toAbsolutePath());
    Path file = folder.resolve(name);
    try {
      Files.createFile(file, Trust.attributes());
      Files.write(file, content, StandardOpenOption.WRITE);
      if (!Arrays.equals(Files.readAllBytes(file), content)) {
        throw new IOException("it does not keep what is written");
      }
      if (!Files.isExecutable(file)) {
        throw new IOException("it is mounted so that nothing in it may be executed");
      }
      return file;
    } catch (IOException e) {
      remove(folder);
      throw e;
    }
  }

  /** A folder that is new, whatever others have laid there. */
  private static Path createFolder(Path place) throws IOException {
    while (true) {
      // A name of our own: to make one up, Java starts its secure random numbers first.
      String name = PREFIX + ProcessHandle.current().pid() + "-" + System.nanoTime();
      try {
        return Files.createDirectory(place.resolve(name), Trust.attributes());
      } catch (FileAlreadyExistsException e) {
        LOG.debug("{} is taken", name);
      }
    }
  }

  /** Removes what earlier processes of this user have left. */
  private static void sweep(Path place) {
    long now = System.currentTimeMillis();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(place, PREFIX + "*")) {
      for (Path folder : folders) {
        if (Trust.isOwn(folder) && now - Files.getLastModifiedTime(folder).toMillis() > LEFT) {
          remove(folder);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      LOG.debug("{} cannot be swept: {}", place, e.toString());
    }
  }

  private static void remove(Path folder) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(folder);
    } catch (IOException | DirectoryIteratorException e) {
      LOG.debug("{} stays: {}", folder, e.toString());
    }
  }
}
