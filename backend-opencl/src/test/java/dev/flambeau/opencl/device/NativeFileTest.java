package dev.flambeau.opencl.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.flambeau.backend.BackendUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeFileTest {
  private static final NativeFile FILE = new NativeFile("lib.so", new byte[] {1, 2, 3});

  @TempDir private Path folder = Path.of("");

  private final String temporary = System.getProperty("java.io.tmpdir");
  private final String cache = System.getProperty("flambeau.cache", "");

  @BeforeEach
  void useAFolderOfThisTest() {
    System.setProperty("java.io.tmpdir", folder.toString());
    System.setProperty("flambeau.cache", "off");
  }

  @AfterEach
  void useTheOldOnes() {
    System.setProperty("java.io.tmpdir", temporary);
    System.setProperty("flambeau.cache", cache);
  }

  private static void assumeModes(Path path) {
    assumeTrue(path.getFileSystem().supportedFileAttributeViews().contains("posix"));
  }

  @Test
  void isWholeAndItsUsersAloneWhileItIsLoaded() {
    assumeModes(folder);
    FILE.load(
        file -> {
          try {
            assertArrayEquals(FILE.content(), Files.readAllBytes(file));
            for (Path path : List.of(file, file.resolveSibling(""))) {
              assertEquals("rwx------", mode(path), path.toString());
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    assertEquals(0, folder.toFile().list().length, "nothing is left");
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void whatTheSystemRefusesIsRemovedToo() {
    Consumer<Path> refusing =
        file -> {
          throw new UnsatisfiedLinkError(file.toString());
        };
    assertThrows(UnsatisfiedLinkError.class, () -> FILE.load(refusing));
    assertEquals(0, folder.toFile().list().length);
  }

  @Test
  void aFolderWhoseNamesAnyoneMayChangeIsNotUsed() throws IOException {
    assumeModes(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    String message =
        assertThrows(
                BackendUnavailableException.class, () -> FILE.load(file -> fail(file.toString())))
            .getMessage();
    assertTrue(message.contains("any user may rename what lies in it"), message);
  }

  private static void fail(String file) {
    throw new AssertionError(file + " was loaded");
  }

  @Test
  void whatAKilledProcessLeftGoesAfterADay() throws IOException {
    Path old = left("1-1", Duration.ofDays(2));
    Path recent = left("2-2", Duration.ofHours(2));
    Path open = left("3-3", Duration.ofDays(2));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path others = Files.createDirectory(folder.resolve("flambeau"));
    setAge(others, Duration.ofDays(900));
    FILE.load(file -> {});
    assertFalse(Files.exists(old));
    for (Path kept : Set.of(recent, open, others)) {
      assertTrue(Files.exists(kept), kept.toString());
    }
  }

  private Path left(String name, Duration age) throws IOException {
    assumeModes(folder);
    Path left = Files.createDirectory(folder.resolve(NativeFile.PREFIX + name));
    Files.setPosixFilePermissions(left, PosixFilePermissions.fromString("rwx------"));
    Files.createFile(left.resolve("lib.so"));
    setAge(left, age);
    return left;
  }

  private static void setAge(Path path, Duration age) throws IOException {
    Files.setLastModifiedTime(path, FileTime.from(Instant.now().minus(age)));
  }
}
