package dev.flambeau.opencl.cache;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that are written in one step, in a folder that processes share.
 *
 * <p>A file is written beside its place under the writer's process number, then moved there. So a
 * reader sees all of it or what was there before, and what a killed writer has left is known by a
 * number that no process has; the next writer removes it.
 */
public final class AtomicFile {
  private static final Logger LOG = LoggerFactory.getLogger(AtomicFile.class);

  /** The file's name, the writer's process, and how many it has written. */
  private static final Pattern UNFINISHED_NAME = Pattern.compile(".+\\.(\\d{1,18})\\.\\d+\\.tmp");

  private static final AtomicInteger WRITTEN = new AtomicInteger();

  private AtomicFile() {}

  /**
   * Writes a file in the place of what was there, and makes its folder if there is none.
   *
   * @throws IOException if it cannot be written; then what was there is there still
   */
  public static void write(Path file, byte[] content) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    sweep(folder);
    long process = ProcessHandle.current().pid();
    Path unfinished =
        folder.resolve(
            "%s.%d.%d.tmp".formatted(file.getFileName(), process, WRITTEN.incrementAndGet()));
    try {
      Files.write(unfinished, content);
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  /** Removes what killed writers have left. */
  private static void sweep(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.tmp")) {
      for (Path file : files) {
        if (isLeft(file.getFileName().toString())) {
          LOG.info("A process was killed while it wrote to {}; what it left is removed", folder);
          Files.deleteIfExists(file);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /** Whether the process that the name of an unfinished file tells is no more. */
  private static boolean isLeft(String name) {
    Matcher matcher = UNFINISHED_NAME.matcher(name);
    return matcher.matches() && ProcessHandle.of(Long.parseLong(matcher.group(1))).isEmpty();
  }
}
