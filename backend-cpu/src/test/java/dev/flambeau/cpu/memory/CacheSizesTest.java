package dev.flambeau.cpu.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheSizesTest {
  private static final CacheSizes SMALLEST = new CacheSizes(32 << 10, 256 << 10);

  @TempDir private Path folder;

  @BeforeEach
  void lists() throws IOException {
    cache(0, "1", "Data", "48K\n");
    cache(1, "1", "Instruction", "64K\n");
    cache(2, "2", "Unified", "2M\n");
    cache(3, "3", "Unified", "266240K\n");
  }

  private void cache(int index, String level, String type, String size) throws IOException {
    Path cache = Files.createDirectories(folder.resolve("index" + index));
    Files.writeString(cache.resolve("level"), level);
    Files.writeString(cache.resolve("type"), type);
    Files.writeString(cache.resolve("size"), size);
  }

  @Test
  void areThoseOfDataOfTheFirstTwoLevels() {
    assertEquals(new CacheSizes(48 << 10, 2 << 20), CacheSizes.read(folder));
  }

  @Test
  void areTheSmallestWhereNothingIsTold() {
    assertEquals(SMALLEST, CacheSizes.read(folder.resolve("none")));
  }

  @Test
  void whatCannotBeReadCountsAsTheSmallest() throws IOException {
    cache(0, "1", "Data", "");
    cache(2, "2", "Unified", "much");
    assertEquals(SMALLEST, CacheSizes.read(folder));
  }
}
