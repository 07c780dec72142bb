package dev.flambeau.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A new file that is not whole yet: hidden, in the folder of the file whose place it takes, since a
 * move is atomic within one file system only.
 *
 * <p>Its name is of a form of its own, and it is locked while it is written. So those that killed
 * processes left behind can be told from those in use, and are swept.
 */
final class PartialFile implements Closeable {
  /**
   * Since when an unlocked one has not been changed, for it to count as left behind: longer than
   * from its making to its lock, and than a pause on a file system that has no locks.
   */
  static final Duration LEFT_BEHIND = Duration.ofMinutes(10);

  private static final String PREFIX = ".flambeau-";
  private static final String SUFFIX = ".partial";
  private static final String FORM = PREFIX + "????????-????-????-????-????????????" + SUFFIX;

  /** Of this process: opening and closing one of them would give up its lock. */
  private static final Set<String> IN_USE = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel channel;

  private PartialFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** A new and empty one. */
  static PartialFile in(Path folder, FileAttribute<?>... attributes) throws IOException {
    String name = PREFIX + UUID.randomUUID() + SUFFIX;
    Path path = folder.resolve(name);
    IN_USE.add(name);
    try {
      var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      FileChannel channel = FileChannel.open(path, options, attributes);
      lock(channel);
      return new PartialFile(path, channel);
    } catch (IOException | RuntimeException e) {
      IN_USE.remove(name);
      throw e;
    }
  }

  /** The lock goes with the channel. */
  private static void lock(FileChannel channel) {
    try {
      channel.tryLock();
    } catch (IOException e) {
      // Some file systems have no locks; there age alone tells.
    }
  }

  Path path() {
    return path;
  }

  void write(FileContent content) throws IOException {
    content.writeTo(channel);
    // Before the move, or a crash could leave the new name with none of the content.
    channel.force(true);
  }

  /** Takes the place of a file, which is then whole and lasting under its name. */
  void replace(Path file) throws IOException {
    channel.close();
    Files.move(path, file, StandardCopyOption.ATOMIC_MOVE);
    force(path.toAbsolutePath().getParent());
  }

  /** Makes the new name outlast a loss of power. */
  private static void force(Path folder) {
    try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
      names.force(true);
    } catch (IOException e) {
      // Not all systems can open a folder, nor all file systems force one; the file is in place.
    }
  }

  /** Removes it, unless it has taken a file's place. */
  @Override
  public void close() throws IOException {
    try (channel) {
      Files.deleteIfExists(path);
    } finally {
      IN_USE.remove(path.getFileName().toString());
    }
  }

  /** Removes those in a folder that killed processes left behind. */
  static void sweep(Path folder) {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, FORM)) {
      for (Path partial : found) {
        removeLeftBehind(partial);
      }
    } catch (IOException | DirectoryIteratorException e) {
      // A folder that cannot be listed can still be saved in.
    }
  }

  private static void removeLeftBehind(Path partial) {
    try {
      Instant changed = Files.getLastModifiedTime(partial, LinkOption.NOFOLLOW_LINKS).toInstant();
      if (IN_USE.contains(partial.getFileName().toString())
          || !Files.isRegularFile(partial, LinkOption.NOFOLLOW_LINKS)
          || changed.plus(LEFT_BEHIND).isAfter(Instant.now())) {
        return;
      }
      var options = Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
      try (FileChannel channel = FileChannel.open(partial, options);
          FileLock lock = channel.tryLock()) {
        if (lock != null) {
          Files.deleteIfExists(partial);
        }
      }
    } catch (IOException e) {
      // Another's, or just swept by another.
    }
  }
}
