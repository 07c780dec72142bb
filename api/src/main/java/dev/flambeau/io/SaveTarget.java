package dev.flambeau.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The end of a path that is to be written, behind its symbolic links.
 *
 * <p>A file is replaced by a whole new one, or nothing changes. The new one has the old one's mode,
 * and its owner and group where this process may give them; other names of the old file (hard
 * links) keep the old content. Where a folder does not let a file be replaced (a single file that
 * is mounted, a folder that may not be written), the file is written in place, which a crash can
 * leave incomplete. A pipe, a terminal or another device that takes bytes in order is written
 * through, as is a file that is open under a number ({@code /dev/stdout}).
 *
 * @param given the path as the caller has it, for messages
 * @param file the same behind its links
 */
record SaveTarget(Path given, Path file, Kind kind) {
  enum Kind {
    /** Nothing is there yet. */
    NEW,
    FILE,
    /** What keeps its place and is written through. */
    PASSAGE
  }

  private static final int MOST_LINKS = 40;
  private static final int TYPE_OF_FILE = 0170000;
  private static final int BLOCK_DEVICE = 0060000;
  private static final Path OPEN_FILES = Path.of("/proc");

  /**
   * Finds it and all that can be known to stand against writing it; nothing is changed.
   *
   * @throws FileException if it cannot be written
   */
  static SaveTarget of(Path given) {
    if (given.toString().isEmpty()) {
      throw new FileException(given, "an empty path names no file.");
    }
    try {
      SaveTarget target = find(given);
      target.check();
      return target;
    } catch (IOException e) {
      throw new FileException(given, "cannot be written", e);
    }
  }

  private static SaveTarget find(Path given) throws IOException {
    Path file = given;
    for (int links = 0; Files.isSymbolicLink(file) && !isOpenFile(file); links++) {
      if (links == MOST_LINKS) {
        throw new FileException(given, "a symbolic link that leads in a circle.");
      }
      file = file.resolveSibling(Files.readSymbolicLink(file));
    }
    BasicFileAttributes found = attributes(file);
    if (found == null) {
      return new SaveTarget(given, file, Kind.NEW);
    }
    if (found.isDirectory()) {
      throw new FileException(given, "is a folder; name a file in it.");
    }
    boolean replaced = found.isRegularFile() && !isOpenFile(file);
    return new SaveTarget(given, file, replaced ? Kind.FILE : Kind.PASSAGE);
  }

  /**
   * On Linux a file's number has a path here, which looks like a link but has no name behind it.
   */
  private static boolean isOpenFile(Path file) throws IOException {
    Path folder = folder(file);
    return Files.exists(folder) && folder.toRealPath().startsWith(OPEN_FILES);
  }

  private static @Nullable BasicFileAttributes attributes(Path file) throws IOException {
    if (Files.isRegularFile(folder(file))) {
      return null; // There is nothing below a file; how Java says so differs between versions.
    }
    try {
      return Files.readAttributes(file, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static Path folder(Path file) {
    Path absolute = file.toAbsolutePath();
    Path folder = absolute.getParent();
    return folder == null ? absolute : folder;
  }

  private void check() throws IOException {
    if (kind == Kind.NEW) {
      checkFolder();
    } else if (isBlockDevice()) {
      throw new FileException(given, "is a block device; name a file on it.");
    } else if (isReadOnly()) {
      throw new FileException(given, "is read-only; make it writable or name another file.");
    }
  }

  private void checkFolder() {
    Path folder = folder(file);
    if (!Files.isDirectory(folder)) {
      throw new FileException(
          given, "there is no folder " + folder + "; make it, or name a file elsewhere.");
    }
    if (!Files.isWritable(folder)) {
      throw new FileException(
          given, "nothing can be written in the folder " + folder + "; name a file elsewhere.");
    }
  }

  /**
   * Finds whether there is room for so many bytes, where the file store tells.
   *
   * @throws FileException if there is not
   */
  void checkRoomFor(long bytes) {
    if (kind == Kind.PASSAGE) {
      return;
    }
    Path folder = folder(file);
    try {
      FileStore store = Files.getFileStore(folder);
      boolean isReplaced = kind == Kind.NEW || Files.isWritable(folder);
      long room = store.getUsableSpace() + (isReplaced ? 0 : Files.size(file));
      if (store.getTotalSpace() > 0 && room >= 0 && room < bytes) {
        throw new FileException(
            given,
            "takes "
                + bytes
                + " bytes, and there is room for "
                + room
                + "; make more, or name a file elsewhere.");
      }
    } catch (IOException e) {
      // It does not tell.
    }
  }

  private boolean isBlockDevice() throws IOException {
    return views("unix")
        && ((int) Files.getAttribute(file, "unix:mode") & TYPE_OF_FILE) == BLOCK_DEVICE;
  }

  /** Root may write all files, yet one that nobody's mode lets write is meant to stay. */
  private boolean isReadOnly() throws IOException {
    if (!Files.isWritable(file)) {
      return true;
    }
    return kind == Kind.FILE
        && views("posix")
        && Files.getPosixFilePermissions(file).stream()
            .noneMatch(permission -> permission.name().endsWith("WRITE"));
  }

  private boolean views(String attributes) {
    return file.getFileSystem().supportedFileAttributeViews().contains(attributes);
  }

  /**
   * Writes all of it.
   *
   * @throws FileException if it cannot; a file that can be replaced is then as it was
   */
  void write(FileContent content) {
    try {
      if (kind == Kind.PASSAGE || !replace(content)) {
        writeThrough(content);
      }
    } catch (IOException e) {
      throw new FileException(given, "cannot be written", e);
    }
  }

  /** Whether the folder lets a new file take the place; if not, nothing has changed. */
  private boolean replace(FileContent content) throws IOException {
    Path folder = folder(file);
    PartialFile.sweep(folder);
    PartialFile partial;
    try {
      partial = kind == Kind.NEW ? PartialFile.in(folder) : likeTheOld(folder);
    } catch (FileSystemException e) {
      return giveUp(e);
    }
    try (partial) {
      partial.write(content);
      return moved(partial);
    }
  }

  private boolean moved(PartialFile partial) throws IOException {
    try {
      partial.replace(file);
      return true;
    } catch (FileSystemException e) {
      return giveUp(e);
    }
  }

  private boolean giveUp(FileSystemException reason) throws FileSystemException {
    if (kind == Kind.NEW) {
      throw reason;
    }
    return false;
  }

  /** From its first byte, no one can read the new file who could not read the old one. */
  private PartialFile likeTheOld(Path folder) throws IOException {
    if (!views("posix")) {
      return PartialFile.in(folder);
    }
    PosixFileAttributes old = Files.readAttributes(file, PosixFileAttributes.class);
    FileAttribute<Set<PosixFilePermission>> owners =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    PartialFile partial = PartialFile.in(folder, owners);
    try {
      PosixFileAttributeView view =
          Files.getFileAttributeView(
              partial.path(), PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
      giveOwner(old, view);
      view.setPermissions(old.permissions());
      return partial;
    } catch (IOException | RuntimeException e) {
      partial.close();
      throw e;
    }
  }

  private static void giveOwner(PosixFileAttributes old, PosixFileAttributeView view)
      throws IOException {
    PosixFileAttributes own = view.readAttributes();
    try {
      if (!own.group().equals(old.group())) {
        view.setGroup(old.group());
      }
      if (!own.owner().equals(old.owner())) {
        view.setOwner(old.owner());
      }
    } catch (FileSystemException e) {
      // A process may give files to its own groups only, and to other owners only as root.
    }
  }

  private void writeThrough(FileContent content) throws IOException {
    boolean kept = Files.isRegularFile(file);
    if (kept) {
      checkRoom(content.bytes());
    }
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
      content.writeTo(channel);
      if (kept) {
        channel.force(true);
      }
    }
  }

  /** In place, a lack of room found half way would cost the old content. */
  private void checkRoom(long bytes) throws IOException {
    long room = Files.getFileStore(file).getUsableSpace() + Files.size(file);
    if (room < bytes) {
      throw new IOException(
          "it is written in place and takes " + bytes + " bytes, there is room for " + room);
    }
  }
}
