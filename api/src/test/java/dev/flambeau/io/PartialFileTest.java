package dev.flambeau.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class PartialFileTest {
  @TempDir Path folder;

  private static Path old(Path file) throws IOException {
    Instant before = Instant.now().minus(PartialFile.LEFT_BEHIND).minusSeconds(1);
    return Files.setLastModifiedTime(file, FileTime.from(before));
  }

  private Path planted(String name) throws IOException {
    return old(Files.writeString(folder.resolve(name), "x"));
  }

  @Test
  void theNextSaveSweepsWhatAKilledOneLeft() throws Exception {
    Process saver =
        new ProcessBuilder(FileProgram.command(64, "hang", folder.toString()))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    Path partial;
    try (BufferedReader names =
        new BufferedReader(
            new InputStreamReader(saver.getInputStream(), StandardCharsets.US_ASCII))) {
      partial = old(folder.resolve(names.readLine()));
      FileProgram.content().write(folder.resolve("model"));
      assertTrue(Files.exists(partial), "in use, however old");
    } finally {
      saver.destroyForcibly().waitFor();
    }
    assertTrue(Files.exists(partial), "left behind by the kill");
    FileProgram.content().write(folder.resolve("model"));
    assertFalse(Files.exists(partial));
  }

  @Test
  void thisProcessKeepsItsOwn() throws IOException {
    try (PartialFile partial = PartialFile.in(folder)) {
      old(partial.path());
      PartialFile.sweep(folder);
      assertTrue(Files.exists(partial.path()));
    }
    try (var left = Files.list(folder)) {
      assertEquals(0, left.count());
    }
  }

  @Test
  void sweepsNothingElse() throws IOException {
    String form = ".flambeau-" + UUID.randomUUID() + ".partial";
    Path young = Files.writeString(folder.resolve(form), "x");
    planted(".flambeau-notes.partial");
    planted(".model." + UUID.randomUUID() + ".partial");
    planted("flambeau-" + UUID.randomUUID() + ".partial");
    Path mine = planted("mine");
    Files.createSymbolicLink(
        folder.resolve(".flambeau-" + UUID.randomUUID() + ".partial"), mine.toAbsolutePath());
    old(Files.createDirectory(folder.resolve(".flambeau-" + UUID.randomUUID() + ".partial")));
    PartialFile.sweep(folder);
    assertTrue(Files.exists(young));
    try (var left = Files.list(folder)) {
      assertEquals(7, left.count());
    }
  }
}
