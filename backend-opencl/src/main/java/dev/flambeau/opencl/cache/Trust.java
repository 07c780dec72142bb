package dev.flambeau.opencl.cache;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Whether nobody but this process's user, and root, can have made or changed a file. What a process
 * loads or believes is to be so. Where files have no owner's mode, on Windows, the folders that are
 * used are a user's own.
 */
public final class Trust {
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

  private static final Set<PosixFilePermission> OWNERS =
      PosixFilePermissions.fromString("rwx------");

  private static final int STICKY = 01000;
  private static final int GROUP_WRITES = 020;
  private static final int OTHERS_WRITE = 02;

  private Trust() {}

  /** A file or folder, not a link, of this user or root, that no other may write. */
  public static boolean isOwn(Path path) throws IOException {
    return !POSIX
        || !Files.isSymbolicLink(path)
            && isOwned(path)
            && (mode(path) & (GROUP_WRITES | OTHERS_WRITE)) == 0;
  }

  /** A folder in which no other user can rename or remove what is this user's. */
  public static boolean keepsNames(Path folder) throws IOException {
    int mode = POSIX ? mode(folder.toRealPath()) : 0;
    return (mode & OTHERS_WRITE) == 0 || (mode & STICKY) != 0;
  }

  /** What a new file or folder is made with, so that it is never open to others. */
  public static FileAttribute<?>[] attributes() {
    return POSIX
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNERS)}
        : new FileAttribute<?>[0];
  }

  /** Gives a folder of this user's the mode 0700, whatever it had. */
  public static void makeOwn(Path folder) throws IOException {
    if (POSIX) {
      Files.setPosixFilePermissions(folder, OWNERS);
    }
  }

  private static boolean isOwned(Path path) throws IOException {
    int owner = number(path, "unix:uid");
    return owner == 0 || owner == User.ID;
  }

  private static int mode(Path path) throws IOException {
    return number(path, "unix:mode");
  }

  private static int number(Path path, String attribute) throws IOException {
    return (Integer) Files.getAttribute(path, attribute, LinkOption.NOFOLLOW_LINKS);
  }

  /** Who runs this process: Java has no call for it. */
  private static final class User {
    static final int ID = id();

    private static int id() {
      for (String own : new String[] {"/proc/self", System.getProperty("user.home", "")}) {
        try {
          return number(Path.of(own).toRealPath(), "unix:uid");
        } catch (IOException | RuntimeException e) {
          continue; // no such place here
        }
      }
      return 0;
    }
  }
}
