package dev.flambeau.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files made to cost: memory stays in proportion to their size, and messages short. */
class HostileFileTest {
  private static final int HEADER_BYTES = 4_000_000;
  @TempDir Path folder;

  /** A header of 4 MB: a beginning, a part again and again, in which # is a number, and an end. */
  private Path file(String begin, String part, String end) throws IOException {
    StringBuilder header = new StringBuilder(begin);
    for (int i = 0; header.length() < HEADER_BYTES; i++) {
      header.append(part.replace("#", Integer.toString(i)));
    }
    String json = header.append(end).toString().replace('\'', '"');
    return Files.write(folder.resolve("model.safetensors"), SafetensorsRefusalsTest.file(json, ""));
  }

  /**
   * With the heap, in MB, that is enough to say what is wrong; a Java that does nothing takes 3.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'a':[|{'a':{}},|{}]}| 12",
        "{'a':[|[],|1]}| 12",
        "{'a':{'shape':[|1,|1]}}| 12",
        "{'a':{'dtype':'|x|'}}| 24",
        "{'|a|':0}| 24",
        "{'__metadata__':{'|x|':1}}| 24",
        "{'__metadata__':{|'#':'',|'0':''}}| 80",
        "{|'#':{'dtype':'F32','shape':[0],'data_offsets':[0,0]},"
            + "|'':{'dtype':'F32','shape':[1],'data_offsets':[0,0]}}| 80",
        "{|'#':{'dtype':'F32','shape':[0],'data_offsets':[0,0]},"
            + "|'':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}| 80",
      })
  void aHeaderCostsInProportion(String begin, String part, String end, int heap) throws Exception {
    Path file = file(begin, part, end);
    String message = FileProgram.errors(FileProgram.command(heap, "read", file.toString()));
    int length = message.length() - file.toString().length();
    assertTrue(
        message.startsWith(file + ": ") && !message.contains("-Xmx") && length < 300,
        message.substring(0, Math.min(1000, message.length())));
  }

  private static String refusal(Path file) {
    return assertThrows(SafetensorsException.class, () -> Safetensors.read(file)).getMessage();
  }

  /** Control and format characters of a name could write to the terminal. */
  @Test
  void namesAreShownAndNotObeyed() throws IOException {
    String name = "a\\u001b]0;title\\u0007\\u009b2J\\u202e\\ud83d\\ude00é\\n";
    Path file = folder.resolve("model.safetensors");
    Files.write(file, SafetensorsRefusalsTest.file("{\"" + name + "\":{\"shape\":[]}}", ""));
    assertEquals(
        file
            + ": tensor \"a\\u{1b}]0;title\\u{7}\\u{9b}2J\\u{202e}😀é\\u{a}\": must have dtype,"
            + " shape and data_offsets.",
        refusal(file));
  }

  @Test
  void longNamesAreCut() {
    assertEquals("\"" + "a".repeat(60) + "\"", Quoted.text("a".repeat(60)));
    assertEquals("\"" + "a".repeat(60) + "…\" (61 characters)", Quoted.text("a".repeat(61)));
  }

  /** The file takes a few KB on the disk, and more memory than there is. */
  @Test
  void valuesThatTheHeapCannotHoldAreRefused() throws IOException {
    Path file = folder.resolve("sparse.safetensors");
    long bytes = 4L * Integer.MAX_VALUE;
    String header =
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2147483647],\"data_offsets\":[0," + bytes + "]}}";
    Files.write(file, SafetensorsRefusalsTest.file(header, ""));
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(sparse.length() + bytes);
    }
    assertEquals(
        file
            + ": tensor \"a\" takes 8589934588 bytes of the heap, which has no room; see java"
            + " -Xmx.",
        refusal(file));
  }
}
