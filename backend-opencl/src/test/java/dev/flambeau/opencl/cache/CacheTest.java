package dev.flambeau.opencl.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheTest {
  private static final byte[] CONTENT = "what was compiled".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder = Path.of("");

  @Test
  void anEntryIsReadAsItWasWritten() {
    Cache cache = new Cache(folder.resolve("not/there/yet"));
    assertEquals(Optional.empty(), cache.read("key"));
    cache.write("key", CONTENT);
    assertArrayEquals(CONTENT, cache.read("key").orElseThrow());
    assertEquals(Optional.empty(), cache.read("another key"));
    cache.write("key", new byte[0]);
    assertArrayEquals(new byte[0], cache.read("key").orElseThrow());
  }

  @Test
  void noDamageGoesUnseen() throws IOException {
    Cache cache = new Cache(folder);
    cache.write("key", CONTENT);
    Path file = entries().get(0);
    byte[] whole = Files.readAllBytes(file);
    for (int i = 0; i < whole.length; i++) {
      byte[] flipped = whole.clone();
      flipped[i] ^= 1;
      assertNotRead(cache, file, flipped);
      assertNotRead(cache, file, Arrays.copyOf(whole, i));
    }
    assertNotRead(cache, file, Arrays.copyOf(whole, whole.length + 1));
    cache.write("key", CONTENT);
    assertArrayEquals(CONTENT, cache.read("key").orElseThrow());
  }

  private static void assertNotRead(Cache cache, Path file, byte[] bytes) throws IOException {
    Files.write(file, bytes);
    assertEquals(Optional.empty(), cache.read("key"), bytes.length + " bytes");
  }

  @Test
  void anEntryUnderAnothersNameIsNotTaken() throws IOException {
    Cache cache = new Cache(folder);
    cache.write("key", CONTENT);
    Files.move(entries().get(0), folder.resolve(Entry.fileName("another key")));
    assertEquals(Optional.empty(), cache.read("another key"));
  }

  @Test
  void aFolderThatCannotBeIsNoFailure() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "no folder");
    Cache cache = new Cache(file.resolve("below"));
    cache.write("key", CONTENT);
    assertEquals(Optional.empty(), cache.read("key"));
    Files.createDirectory(folder.resolve(Entry.fileName("key"))); // no file where one should be
    Cache blocked = new Cache(folder);
    blocked.write("key", CONTENT);
    assertEquals(Optional.empty(), blocked.read("key"));
  }

  @Test
  void whatAKilledWriterLeftGoesByItsAgeAndNothingElseDoes() throws Exception {
    Path entry = folder.resolve(Entry.fileName("key"));
    Path left = Files.write(folder.resolve(AtomicFile.unfinishedName(entry)), CONTENT);
    Path live = Files.write(folder.resolve(AtomicFile.unfinishedName(entry)), CONTENT);
    Path users = Files.write(folder.resolve("thesis.1.2.tmp"), CONTENT);
    for (Path old : List.of(left, users)) {
      Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    }
    Cache cache = new Cache(folder);
    cache.write("key", CONTENT);
    assertFalse(Files.exists(left));
    assertTrue(Files.exists(live), "another container's process may write it");
    assertTrue(Files.exists(users));
    assertArrayEquals(CONTENT, cache.read("key").orElseThrow());
  }

  @Test
  void aUsersOwnFilesStay() throws IOException {
    List<Path> users = new ArrayList<>();
    for (String name : List.of("data.csv", "main.c", "lock", "1-2-3", "a-", "A-B", "123456789-1")) {
      Path file = Files.write(folder.resolve(name), CONTENT);
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(900))));
      users.add(file);
    }
    new Cache(folder).write("key", CONTENT);
    for (Path file : users) {
      assertTrue(Files.exists(file), file.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-rw----", "rw----rw-"})
  void anEntryThatOthersMayWriteIsNotRead(String mode) throws IOException {
    assumeModes();
    Cache cache = new Cache(folder);
    cache.write("key", CONTENT);
    Path entry = entries().get(0);
    assertEquals("rw-------", mode(entry));
    setMode(entry, mode);
    assertEquals(Optional.empty(), cache.read("key"));
    cache.write("key", CONTENT);
    assertArrayEquals(CONTENT, cache.read("key").orElseThrow());
  }

  @Test
  void aFolderThatOthersMayWriteIsNotReadUntilItIsClosedToThem() throws IOException {
    assumeModes();
    Path part = folder.resolve("part");
    Cache cache = new Cache(part);
    cache.write("key", CONTENT);
    assertEquals("rwx------", mode(part));
    setMode(part, "rwxrwxrwx");
    assertEquals(Optional.empty(), cache.read("key"));
    cache.write("another", CONTENT);
    assertEquals("rwxr-xr-x", mode(part));
    assertTrue(cache.read("another").isPresent());
  }

  @Test
  void anEntryThatIsALinkIsNotRead() throws IOException {
    Cache cache = new Cache(folder);
    cache.write("key", CONTENT);
    Path entry = entries().get(0);
    Path elsewhere = Files.move(entry, folder.resolve("elsewhere"));
    try {
      Files.createSymbolicLink(entry, elsewhere);
    } catch (IOException | UnsupportedOperationException e) {
      assumeTrue(false, "no links: " + e);
    }
    assertEquals(Optional.empty(), cache.read("key"));
  }

  private void assumeModes() {
    assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static void setMode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  /** Whatever lies in the folder, nothing is thrown, and nothing is read but what was written. */
  @Test
  void aCacheNeverFails() throws IOException {
    Random random = new Random(Long.getLong("flambeau.seed", 1));
    Cache cache = new Cache(folder.resolve("cache"));
    for (int round = 0; round < 2_000; round++) {
      byte[] content = new byte[random.nextInt(40)];
      random.nextBytes(content);
      cache.write("key", content);
      Path entry = folder.resolve("cache").resolve(Entry.fileName("key"));
      byte[] damaged = Entry.encode("key", content);
      for (int i = random.nextInt(3); i > 0; i--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      damaged = Arrays.copyOf(damaged, random.nextInt(damaged.length + 4));
      Files.write(entry, damaged);
      byte[] found = cache.read("key").orElse(content);
      assertArrayEquals(content, found);
    }
  }

  @Test
  void aLockIsForOneAtATime() throws Exception {
    Cache cache = new Cache(folder);
    try (CacheLock first = cache.lock(Duration.ZERO).orElseThrow()) {
      assertThrows(TimeoutException.class, () -> cache.lock(Duration.ofMillis(10)));
      assertNotNull(first);
    }
    cache.lock(Duration.ZERO).orElseThrow().close();
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> cache.lock(Duration.ofDays(1)));
  }

  @Test
  void whatNobodyReadsGoesInTime() throws IOException {
    Cache cache = new Cache(folder);
    cache.write("old", CONTENT);
    Path old = entries().get(0);
    FileTime longAgo = FileTime.from(Instant.now().minus(Duration.ofDays(91)));
    Files.setLastModifiedTime(old, longAgo);
    assertTrue(cache.read("old").isPresent());
    cache.write("new", CONTENT);
    assertTrue(Files.exists(old), "it was read since");
    Files.setLastModifiedTime(old, longAgo);
    cache.write("new", CONTENT);
    assertFalse(Files.exists(old));
  }

  @Test
  void theFolderIsTheUsersChoice() {
    Map<String, String> xdg = Map.of("XDG_CACHE_HOME", "/x");
    assertEquals(Optional.of(Path.of("here")), Cache.folder("here", xdg, "/home"));
    assertEquals(Optional.empty(), Cache.folder("off", xdg, "/home"));
    assertEquals(Optional.empty(), Cache.folder("", xdg, "/home"));
    assertEquals(Optional.of(Path.of("/x/flambeau")), Cache.folder(null, xdg, "/home"));
    assertEquals(
        Optional.of(Path.of("/home/.cache/flambeau")), Cache.folder(null, Map.of(), "/home"));
    assertEquals(
        Optional.of(Path.of("/home/.cache/flambeau")),
        Cache.folder(null, Map.of("XDG_CACHE_HOME", "relative"), "/home"));
    assertEquals(Optional.empty(), Cache.folder(null, Map.of(), "?"));
    String unnamed = "/h\0me"; // as any letter beyond ASCII is in the locale C
    assertEquals(
        Optional.of(Path.of("/home/.cache/flambeau")),
        Cache.folder(null, Map.of("XDG_CACHE_HOME", unnamed), "/home"));
    assertEquals(Optional.empty(), Cache.folder(null, Map.of(), unnamed));
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
