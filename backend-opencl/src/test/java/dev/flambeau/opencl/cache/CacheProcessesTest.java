package dev.flambeau.opencl.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.opencl.TestProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several processes at one cache, one of which may die. */
class CacheProcessesTest {
  private static final int ENTRIES = 100;

  @TempDir private Path folder = Path.of("");

  /** Writes one entry again and again, each time all of another byte. */
  static final class Writer {
    private Writer() {}

    public static void main(String... arguments) {
      Cache cache = new Cache(Path.of(arguments[0]));
      byte[] content = new byte[1 << 18];
      for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
        Arrays.fill(content, (byte) i);
        cache.write("key", content);
      }
    }
  }

  @Timeout(120)
  @Test
  void aReaderSeesWholeEntriesOfEitherWriter() throws Exception {
    String times = String.valueOf(ENTRIES);
    Process first = TestProcess.start(Writer.class, folder.toString(), times);
    Process second = TestProcess.start(Writer.class, folder.toString(), times);
    int read = 0;
    while (first.isAlive() || second.isAlive() || read == 0) {
      read += readWhole() ? 1 : 0;
    }
    assertEquals(0, first.exitValue());
    assertEquals(0, second.exitValue());
    assertTrue(readWhole());
    assertEquals(1, files().size(), files().toString());
  }

  @Timeout(120)
  @Test
  void aWriterMayBeKilledAtAnyTime() throws Exception {
    for (int round = 0; round < 4; round++) {
      Process writer = TestProcess.start(Writer.class, folder.toString(), "1000000");
      while (!readWhole()) {
        Thread.onSpinWait();
      }
      writer.destroyForcibly().waitFor();
      assertTrue(readWhole(), "what was there before is there still");
    }
    new Cache(folder).write("key", new byte[3]);
    assertTrue(readWhole());
    List<Path> left = files().stream().filter(file -> file.toString().endsWith(".tmp")).toList();
    assertEquals(1, files().size() - left.size(), files().toString());
    assertTrue(left.size() <= 4, "one a kill: " + left);
  }

  /** Whether there was an entry; one of mixed bytes fails. */
  private boolean readWhole() {
    var content = new Cache(folder).read("key");
    if (content.isEmpty()) {
      // Damage is told by the digest, so this must be the time before the first write.
      assertEquals(List.of(), entriesThere());
      return false;
    }
    byte[] bytes = content.get();
    for (byte each : bytes) {
      assertEquals(bytes[0], each);
    }
    return true;
  }

  private List<Path> entriesThere() {
    Path file = folder.resolve(Entry.fileName("key"));
    return Files.exists(file) && new Cache(folder).read("key").isEmpty()
        ? List.of(file)
        : List.of();
  }

  private List<Path> files() throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
