package dev.flambeau.opencl.cache;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;

/**
 * Whether nobody but this process's user, and root, can have made or changed a file. What a process
 * loads or believes is to be so. Where files have no mode, on Windows, the folders that are used
 * are a user's own.
 */
public final class Trust {
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

  private static final int STICKY = 01000;
  private static final int GROUP_WRITES = 020;
  private static final int OTHERS_WRITE = 02;
  private static final int LINK = 0120000;
  private static final int KIND = 0170000;

  private Trust() {}

  /** Whether it is a file or folder, not a link, of this user or root, that no other may write. */
  public static boolean isOwn(Path path) throws IOException {
    return !POSIX || Owned.of(path).isOwn();
  }

  /** Whether no other user can rename or remove what this user has in a folder. */
  public static boolean keepsNames(Path folder) throws IOException {
    int mode = POSIX ? Owned.of(folder.toRealPath()).mode() : 0;
    return (mode & OTHERS_WRITE) == 0 || (mode & STICKY) != 0;
  }

  /** What a new folder, or a library, is made with, so that it is never open to others. */
  public static FileAttribute<?>[] attributes() {
    return attributes("rwx------");
  }

  /** What a new file is made with. */
  static FileAttribute<?>[] fileAttributes() {
    return attributes("rw-------");
  }

  private static FileAttribute<?>[] attributes(String mode) {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }

  /** Whether a folder is this user's own; one that is but others could write is closed to them. */
  static boolean claims(Path folder) throws IOException {
    if (!POSIX) {
      return true;
    }
    Owned found = Owned.of(folder);
    if (!found.isOwn() && found.user() == User.ID && !found.isLink()) {
      Set<PosixFilePermission> mode = Files.getPosixFilePermissions(folder);
      mode.removeAll(Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE));
      Files.setPosixFilePermissions(folder, mode);
      return true;
    }
    return found.isOwn();
  }

  /** Whose a file is, and its mode as the system has it. */
  private record Owned(int user, int mode) {
    static Owned of(Path path) throws IOException {
      Map<String, Object> found =
          Files.readAttributes(path, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
      return new Owned((Integer) found.get("uid"), (Integer) found.get("mode"));
    }

    boolean isLink() {
      return (mode & KIND) == LINK;
    }

    boolean isOwn() {
      return !isLink()
          && (user == 0 || user == User.ID)
          && (mode & (GROUP_WRITES | OTHERS_WRITE)) == 0;
    }
  }

  /** Who runs this process, found once: Java has no call for it. */
  private static final class User {
    static final int ID = id();

    private static int id() {
      for (String own : new String[] {"/proc/self", System.getProperty("user.home", "")}) {
        try {
          return Owned.of(Path.of(own).toRealPath()).user();
        } catch (IOException | RuntimeException e) {
          continue; // no such place here
        }
      }
      return 0;
    }
  }
}
