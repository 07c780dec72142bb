package dev.flambeau.opencl.cache;

import dev.flambeau.backend.SettingException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Entries by key, a file each, in a folder that processes share. A cache never fails: what cannot
 * be read is not there, what cannot be written is not kept, and a line of the log at level debug
 * says so.
 *
 * <p>A reader sees a whole entry or none, and the last of two writers wins ({@link AtomicFile}).
 *
 * <p>The folder: {@code -Dflambeau.cache} (empty or {@code off}: no cache), else {@code flambeau}
 * in the environment's {@code XDG_CACHE_HOME}, else {@code .cache/flambeau} in the user's home.
 */
public final class Cache {
  private static final Logger LOG = LoggerFactory.getLogger(Cache.class);

  /** Entries of drivers and kernels that are gone are read by nobody. */
  private static final long KEPT = TimeUnit.DAYS.toMillis(90);

  /** How late it may be noted that an entry was read. */
  private static final long NOTED = TimeUnit.DAYS.toMillis(1);

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
          : Optional.of(given(property));
    }
    Path base = Path.of(environment.getOrDefault("XDG_CACHE_HOME", ""));
    if (!base.isAbsolute()) { // then it is to be ignored, says the XDG base directory specification
      base = Path.of(home, ".cache");
    }
    return base.isAbsolute() ? Optional.of(base.resolve("flambeau")) : Optional.empty();
  }

  private static Path given(String property) {
    try {
      return Path.of(property);
    } catch (InvalidPathException e) {
      throw new SettingException("flambeau.cache", property, "a folder, or off");
    }
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
    try {
      AtomicFile.write(file, Entry.encode(key, content));
      removeOld(folder);
    } catch (IOException | DirectoryIteratorException e) {
      LOG.debug("{} cannot be kept: {}", file, e.toString());
    }
  }

  /** Removes what nobody has read for long. */
  private static void removeOld(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (age(file) > KEPT) {
          Files.deleteIfExists(file);
        }
      }
    }
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
