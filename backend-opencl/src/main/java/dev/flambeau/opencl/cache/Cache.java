package dev.flambeau.opencl.cache;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Entries by key, a file each, in a folder that processes share. A cache never fails: what cannot
 * be read is not there, what cannot be written is not kept, and a line of the log at level debug
 * says so.
 *
 * <p>A file is written beside its place under the writer's process number, then moved there in one
 * step. So a reader sees a whole entry or none, the last of two writers wins, and what a killed one
 * has left is known by a number that no process has; the next writer removes it.
 *
 * <p>The folder: {@code -Dflambeau.cache} (empty or {@code off}: no cache), else {@code flambeau}
 * in the environment's {@code XDG_CACHE_HOME}, else {@code .cache/flambeau} in the user's home.
 */
public final class Cache {
  private static final Logger LOG = LoggerFactory.getLogger(Cache.class);

  /** An entry's name, the writer's process, and how many it has written. */
  private static final Pattern UNFINISHED_NAME =
      Pattern.compile("[0-9a-f]{64}\\.(\\d{1,18})\\.\\d+\\.tmp");

  /** Entries of drivers and kernels that are gone are read by nobody. */
  private static final long KEPT = TimeUnit.DAYS.toMillis(90);

  /** How late it may be noted that an entry was read. */
  private static final long NOTED = TimeUnit.DAYS.toMillis(1);

  private static final AtomicInteger WRITTEN = new AtomicInteger();

  private final @Nullable Path folder;

  Cache(@Nullable Path folder) {
    this.folder = folder;
  }

  /** The part of the cache of this name, in a folder of its own. */
  public static Cache of(String part) {
    return new Cache(folder(part).orElse(null));
  }

  /** The folder of the part of this name; empty if nothing is to be kept. */
  public static Optional<Path> folder(String part) {
    return folder(
            System.getProperty("flambeau.cache"),
            System.getenv(),
            System.getProperty("user.home", ""))
        .map(path -> path.resolve(part));
  }

  static Optional<Path> folder(
      @Nullable String property, Map<String, String> environment, String home) {
    if (property != null) {
      return property.isEmpty() || property.equals("off")
          ? Optional.empty()
          : Optional.of(Path.of(property));
    }
    Path base = Path.of(environment.getOrDefault("XDG_CACHE_HOME", ""));
    if (!base.isAbsolute()) { // then it is to be ignored, says the XDG base directory specification
      base = Path.of(home, ".cache");
    }
    return base.isAbsolute() ? Optional.of(base.resolve("flambeau")) : Optional.empty();
  }

  /** Whether there is no folder to keep anything in. */
  public boolean isOff() {
    return folder == null;
  }

  /** What was written last under this key; empty if there is nothing, or it was damaged since. */
  public Optional<byte[]> read(String key) {
    if (folder == null) {
      return Optional.empty();
    }
    Path file = folder.resolve(Entry.fileName(key));
    try {
      Optional<byte[]> content = Entry.decode(key, Files.readAllBytes(file));
      if (content.isEmpty()) {
        LOG.debug("{} is damaged, and will be made anew", file);
      } else if (age(file) > NOTED) {
        Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis()));
      }
      return content;
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      LOG.debug("{} cannot be read: {}", file, e.toString());
      return Optional.empty();
    }
  }

  /** Keeps a content under this key, in place of what was there. */
  public void write(String key, byte[] content) {
    if (folder == null) {
      return;
    }
    Path file = folder.resolve(Entry.fileName(key));
    long process = ProcessHandle.current().pid();
    Path unfinished =
        folder.resolve(
            "%s.%d.%d.tmp".formatted(file.getFileName(), process, WRITTEN.incrementAndGet()));
    try {
      Files.createDirectories(folder);
      sweep(folder);
      try {
        Files.write(unfinished, Entry.encode(key, content));
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(unfinished);
      }
    } catch (IOException | DirectoryIteratorException e) {
      LOG.debug("{} cannot be kept: {}", file, e.toString());
    }
  }

  /** Removes what killed writers have left, and what nobody has read for long. */
  private static void sweep(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (isLeft(file.getFileName().toString())) {
          LOG.info("A process was killed while it wrote to {}; what it left is removed", folder);
          Files.deleteIfExists(file);
        } else if (age(file) > KEPT) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /** Whether the process that the name of an unfinished file tells is no more. */
  private static boolean isLeft(String name) {
    Matcher matcher = UNFINISHED_NAME.matcher(name);
    return matcher.matches() && ProcessHandle.of(Long.parseLong(matcher.group(1))).isEmpty();
  }

  /** In milliseconds; zero for a file that another process has just removed. */
  private static long age(Path file) throws IOException {
    try {
      return System.currentTimeMillis() - Files.getLastModifiedTime(file).toMillis();
    } catch (NoSuchFileException e) {
      return 0;
    }
  }
}
