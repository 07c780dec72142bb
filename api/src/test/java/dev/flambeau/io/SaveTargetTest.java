package dev.flambeau.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.flambeau.nn.Layer;
import dev.flambeau.nn.Linear;
import dev.flambeau.nn.Sequential;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(OS.WINDOWS)
class SaveTargetTest {
  private static final FileContent CONTENT = content("new");

  /** Of a layer that has no values, so takes no memory. */
  private static final long LAYER_BYTES = 1L << 32;

  @TempDir Path folder;

  private static FileContent content(String text) {
    return new FileContent() {
      @Override
      public long bytes() {
        return text.length();
      }

      @Override
      public void writeTo(FileChannel channel) throws IOException {
        channel.write(StandardCharsets.US_ASCII.encode(text));
      }
    };
  }

  private void assertOnlyFilesAre(Path... files) throws IOException {
    try (var found = Files.list(folder)) {
      assertEquals(List.of(files), found.sorted().toList());
    }
  }

  /** In a folder that holds a folder, a file, a read-only one, and a link that leads to itself. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "folder | F/folder: is a folder; name a file in it.",
        "folder/.. | F/folder/..: is a folder; name a file in it.",
        "/ | /: is a folder; name a file in it.",
        "none/model | F/none/model: there is no folder F/none; make it, or name a file elsewhere.",
        "file/model | F/file/model: there is no folder F/file; make it, or name a file elsewhere.",
        "circle | F/circle: a symbolic link that leads in a circle.",
        "read-only | F/read-only: is read-only; make it writable or name another file.",
      })
  void refusesWhatCannotBeWritten(String name, String message) throws IOException {
    Files.createDirectory(folder.resolve("folder"));
    Files.writeString(folder.resolve("file"), "old");
    Path readOnly = Files.writeString(folder.resolve("read-only"), "old");
    Files.setPosixFilePermissions(readOnly, PosixFilePermissions.fromString("r--r--r--"));
    Files.createSymbolicLink(folder.resolve("circle"), Path.of("circle"));
    assertEquals(
        message.replaceAll("\\bF\\b", folder.toString()),
        assertThrows(FileException.class, () -> Checkpoint.checkWritable(folder.resolve(name)))
            .getMessage());
    assertEquals("old", Files.readString(readOnly));
  }

  @Test
  void refusesPathsWithoutAName() {
    assertEquals(": an empty path names no file.", refusal(""));
    assertEquals(".: is a folder; name a file in it.", refusal("."));
    assertEquals("..: is a folder; name a file in it.", refusal(".."));
    String tooLong = "a".repeat(256);
    assertTrue(refusal(folder + "/" + tooLong).contains(tooLong + ": cannot be written: "));
  }

  private static String refusal(String path) {
    return assertThrows(FileException.class, () -> Checkpoint.checkWritable(Path.of(path)))
        .getMessage();
  }

  @Test
  void checkingChangesNothing() throws IOException {
    Path old = Files.writeString(folder.resolve("old"), "old");
    Checkpoint.checkWritable(old);
    Checkpoint.checkWritable(folder.resolve("new"));
    assertOnlyFilesAre(old);
    assertEquals("old", Files.readString(old));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void refusesAModelThatTheDiskHasNoRoomFor(boolean isThere) throws IOException {
    Path file = folder.resolve("model");
    if (isThere) {
      Files.writeString(file, "old");
    }
    long room = Files.getFileStore(folder).getUsableSpace();
    long layers = room / LAYER_BYTES + 2;
    assumeTrue(layers < 100_000, "a disk of less than half a petabyte");
    try (var model =
        new Sequential(
            Stream.generate(() -> new Linear(1 << 15, 1 << 15, false))
                .limit(layers)
                .toArray(Layer[]::new))) {
      String message =
          assertThrows(FileException.class, () -> Checkpoint.checkWritable(model, file))
              .getMessage();
      String expected =
          ": takes N bytes, and there is room for [0-9]+; make more, or name a file elsewhere\\.";
      String bytes = Long.toString(layers * LAYER_BYTES);
      assertTrue(
          message.matches(Pattern.quote(file.toString()) + expected.replace("N", bytes)), message);
    }
    Checkpoint.checkWritable(new Linear(2, 3), file);
    assertEquals(isThere, Files.exists(file));
  }

  @Test
  void noRoomIsAskedForWhatIsWrittenThrough() {
    Path nowhere = Path.of("/dev/null");
    assumeTrue(Files.isWritable(nowhere));
    SaveTarget.of(nowhere).checkRoomFor(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-------", "rw-rw-r--", "rwxr-xr-x", "rw-r-----", "-w-------"})
  void keepsTheMode(String mode) throws IOException {
    Path file = Files.writeString(folder.resolve("model"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    SaveTarget.of(file).write(CONTENT);
    assertEquals(mode, PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(3, Files.size(file));
    assertOnlyFilesAre(file);
  }

  @Test
  void aNewFileHasTheUsualMode() throws IOException {
    Path usual = Files.createFile(folder.resolve("usual"));
    Path file = folder.resolve("model");
    SaveTarget.of(file).write(CONTENT);
    assertEquals(Files.getPosixFilePermissions(usual), Files.getPosixFilePermissions(file));
  }

  /** Links in a folder elsewhere, one of which leads to the other. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void followsLinks(boolean targetIsThere) throws IOException {
    Path target = folder.resolve("model");
    if (targetIsThere) {
      Files.writeString(target, "old");
    }
    Path links = Files.createDirectory(folder.resolve("links"));
    Path near = Files.createSymbolicLink(links.resolve("near"), Path.of("../model"));
    Path far = Files.createSymbolicLink(links.resolve("far"), near);
    SaveTarget.of(far).write(CONTENT);
    assertEquals("new", Files.readString(target));
    assertTrue(Files.isSymbolicLink(near) && Files.isSymbolicLink(far));
    assertOnlyFilesAre(links, target);
  }

  @ParameterizedTest
  @CsvSource({"a, 255", "é, 127", "火, 85"})
  void takesTheLongestNames(String letter, int count) throws IOException {
    Path file;
    try {
      file = Files.createFile(folder.resolve(letter.repeat(count)));
    } catch (IOException | RuntimeException e) {
      assumeTrue(false, "names of 255 bytes in UTF-8");
      return;
    }
    SaveTarget.of(file).write(CONTENT);
    Files.delete(file);
    SaveTarget.of(file).write(CONTENT);
    assertEquals("new", Files.readString(file));
    assertOnlyFilesAre(file);
  }

  @Test
  void aPipeIsWrittenThrough() throws Exception {
    Path pipe = folder.resolve("pipe");
    assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);
    Checkpoint.checkWritable(pipe);
    var read =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return Files.readAllBytes(pipe);
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    FileProgram.content().write(pipe);
    assertFalse(Files.isRegularFile(pipe));
    Path file = folder.resolve("file");
    FileProgram.content().write(file);
    assertArrayEquals(Files.readAllBytes(file), read.get());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void standardOutputIsWrittenThrough(boolean toFile) throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/fd/1")));
    Path model = folder.resolve("model");
    FileProgram.content().write(model);
    ProcessBuilder builder =
        new ProcessBuilder(FileProgram.command(64, "save", "/dev/stdout"))
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    Path output = Files.writeString(folder.resolve("output"), "old");
    Object key = Files.readAttributes(output, BasicFileAttributes.class).fileKey();
    if (toFile) {
      builder.redirectOutput(output.toFile());
    }
    Process process = builder.start();
    byte[] bytes = process.getInputStream().readAllBytes();
    process.waitFor();
    assertArrayEquals(Files.readAllBytes(model), toFile ? Files.readAllBytes(output) : bytes);
    assertEquals(key, Files.readAttributes(output, BasicFileAttributes.class).fileKey());
  }

  @Test
  void aFailureLeavesTheOldFileAndNoOther() throws IOException {
    Path file = Files.writeString(folder.resolve("model"), "old");
    FileContent broken =
        new FileContent() {
          @Override
          public long bytes() {
            return 3;
          }

          @Override
          public void writeTo(FileChannel channel) throws IOException {
            CONTENT.writeTo(channel);
            throw new IOException("No space left on device");
          }
        };
    assertEquals(
        file + ": cannot be written: No space left on device.",
        assertThrows(FileException.class, () -> SaveTarget.of(file).write(broken)).getMessage());
    assertEquals("old", Files.readString(file));
    assertOnlyFilesAre(file);
  }

  @Test
  void anInterruptedThreadLeavesTheOldFile() throws IOException {
    Path file = Files.writeString(folder.resolve("model"), "old");
    Thread.currentThread().interrupt();
    assertEquals(
        file + ": cannot be written: the thread was interrupted.",
        assertThrows(FileException.class, () -> SaveTarget.of(file).write(CONTENT)).getMessage());
    assertTrue(Thread.interrupted());
    assertEquals("old", Files.readString(file));
    assertOnlyFilesAre(file);
  }
}
