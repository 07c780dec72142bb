package dev.flambeau.opencl.cache;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that are written in one step, in a folder that processes share, be they in one container or
 * in several.
 *
 * <p>A file is written beside its place under a name that no other writer has, then moved there. So
 * a reader sees all of it or what was there before. What a killed writer has left is known by its
 * name and its age: a process's number says nothing of another container's.
 */
public final class AtomicFile {
  private static final Logger LOG = LoggerFactory.getLogger(AtomicFile.class);

  /** The file's name, the writer's process, and the time by its clock. */
  private static final Pattern UNFINISHED = Pattern.compile(".+\\.flambeau-\\d+-\\d+\\.tmp");

  /** No writer takes so long. */
  private static final long LEFT = TimeUnit.HOURS.toMillis(1);

  private AtomicFile() {}

  /**
   * Writes a file in the place of what was there, and makes its folder if there is none; what is
   * made is its user's alone.
   *
   * @throws IOException if it cannot be written; then what was there is there still
   */
  public static void write(Path file, byte[] content) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder, Trust.attributes());
    sweep(folder);
    Path unfinished = folder.resolve(unfinishedName(file));
    try {
      Files.createFile(unfinished, Trust.fileAttributes());
      Files.write(unfinished, content, StandardOpenOption.WRITE);
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  static String unfinishedName(Path file) {
    long process = ProcessHandle.current().pid();
    return file.getFileName() + ".flambeau-" + process + "-" + System.nanoTime() + ".tmp";
  }

  /** Removes what killed writers have left. */
  private static void sweep(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.tmp")) {
      for (Path file : files) {
        if (UNFINISHED.matcher(file.getFileName().toString()).matches() && age(file) > LEFT) {
          LOG.info("A process was killed while it wrote to {}; what it left is removed", folder);
          Files.deleteIfExists(file);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /** In milliseconds; zero for a file that another process has just removed. */
  static long age(Path file) throws IOException {
    try {
      return System.currentTimeMillis() - Files.getLastModifiedTime(file).toMillis();
    } catch (NoSuchFileException e) {
      return 0;
    }
  }
}
