package dev.flambeau.opencl.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.opencl.TestProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
  void whatAKilledWriterLeftIsRemovedAndWhatALiveOneWritesIsNot() throws Exception {
    Process ended = new ProcessBuilder(TestProcess.java(), "-version").start();
    ended.waitFor();
    String name = Entry.fileName("key");
    Path left = Files.write(folder.resolve(name + "." + ended.pid() + ".1.tmp"), CONTENT);
    long self = ProcessHandle.current().pid();
    Path live = Files.write(folder.resolve(name + "." + self + ".0.tmp"), CONTENT);
    Path strange = Files.write(folder.resolve("a.b.c.tmp"), CONTENT);
    Cache cache = new Cache(folder);
    assertEquals(Optional.empty(), cache.read("key"));
    cache.write("key", CONTENT);
    assertFalse(Files.exists(left));
    assertTrue(Files.exists(live));
    assertTrue(Files.exists(strange));
    assertArrayEquals(CONTENT, cache.read("key").orElseThrow());
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
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
