package dev.flambeau.opencl.cache;

import dev.flambeau.backend.setting.SettingException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Entries by key, a file each, in a folder that processes share. A cache never fails: what cannot
 * be read is not there, what cannot be written is not kept, and a line of the log at level debug
 * says so. It is its user's alone: a damaged binary crashes some drivers, so what another user may
 * have written is not read, and nothing but entries is ever removed.
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
    // A relative one is to be ignored, says the XDG base directory specification.
    return absolute(environment.getOrDefault("XDG_CACHE_HOME", ""))
        .or(() -> absolute(home).map(path -> path.resolve(".cache")))
        .map(path -> path.resolve("flambeau"));
  }

  /** The folder of this name; empty too where Java has no name for it, as in the locale C. */
  private static Optional<Path> absolute(String name) {
    try {
      return Optional.of(Path.of(name)).filter(Path::isAbsolute);
    } catch (InvalidPathException e) {
      LOG.debug("{} cannot hold the cache: {}", name, e.toString());
      return Optional.empty();
    }
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
      if (!Trust.isOwn(folder) || !Trust.isOwn(file)) {
        LOG.info("{} is not read: it is another user's, or others may write it", file);
        return Optional.empty();
      }
      Optional<byte[]> content = Entry.decode(key, Files.readAllBytes(file));
      if (content.isEmpty()) {
        LOG.debug("{} is damaged, and will be made anew", file);
      } else {
        noteUse(file);
      }
      return content;
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      LOG.debug("{} cannot be read: {}", file, e.toString());
      return Optional.empty();
    }
  }

  /** Where nothing can be written, nothing is removed either. */
  private static void noteUse(Path file) {
    try {
      if (AtomicFile.age(file) > NOTED) {
        Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis()));
      }
    } catch (IOException e) {
      LOG.debug("That {} was read cannot be noted: {}", file, e.toString());
    }
  }

  /** Keeps a content under this key, in place of what was there. */
  public void write(String key, byte[] content) {
    if (folder == null) {
      return;
    }
    Path file = folder.resolve(Entry.fileName(key));
    try {
      if (own(folder)) {
        AtomicFile.write(file, Entry.encode(key, content));
        removeOld(folder);
      }
    } catch (IOException | DirectoryIteratorException e) {
      LOG.debug("{} cannot be kept: {}", file, e.toString());
    }
  }

  /**
   * Waits until no other process has the lock of this part of the cache; where there can be none,
   * there is nothing to wait for.
   *
   * @throws TimeoutException if another process has it still when patience ends
   */
  public Optional<CacheLock> lock(Duration patience) throws InterruptedException, TimeoutException {
    try {
      return folder != null && own(folder)
          ? Optional.of(CacheLock.of(folder.resolve("lock"), patience))
          : Optional.empty();
    } catch (IOException e) {
      LOG.debug("{} cannot be locked: {}", folder, e.toString());
      return Optional.empty();
    }
  }

  /** Whether a folder, made if there is none, is this user's alone. */
  private static boolean own(Path folder) throws IOException {
    Files.createDirectories(folder, Trust.attributes());
    boolean isOwn = Trust.claims(folder);
    if (!isOwn) {
      LOG.info("Nothing is kept in {}: it is another user's", folder);
    }
    return isOwn;
  }

  /** Removes entries that nobody has read for long, and nothing else that lies there. */
  private static void removeOld(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (Entry.isFileName(file.getFileName().toString())
            && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
            && AtomicFile.age(file) > KEPT) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
