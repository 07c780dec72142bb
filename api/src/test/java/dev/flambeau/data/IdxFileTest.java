package dev.flambeau.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flambeau.op.Shape;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdxFileTest {
  /** Shape (2, 3), elements 0, 1, 127, 128, 254, 255. */
  private static final String MATRIX = "00000802 00000002 00000003 00017f80feff";

  @Test
  void readsElementsPlainAndCompressed() throws IOException {
    for (byte[] content : new byte[][] {bytes(MATRIX), gzip(bytes(MATRIX))}) {
      IdxFile file = read(content);
      assertEquals(Shape.of(2, 3), file.shape());
      assertArrayEquals(bytes("00017f80feff"), file.elements());
    }
  }

  @Test
  void readsAFileAndNamesItInMessages(@TempDir Path folder) throws IOException {
    Path path = folder.resolve("x.gz");
    Files.write(path, gzip(bytes(MATRIX)));
    assertEquals(new Name(path.toString(), Shape.of(2, 3)), Name.of(IdxFile.read(path)));
    Files.write(path, bytes("0000"));
    assertEquals(
        path + ": truncated: 4 bytes expected, 2 found.",
        assertThrows(DatasetException.class, () -> IdxFile.read(path)).getMessage());
  }

  private record Name(String name, Shape shape) {
    static Name of(IdxFile file) {
      return new Name(file.name(), file.shape());
    }
  }

  @Test
  void readsFilesWithoutElements() throws IOException {
    assertEquals(Shape.of(0), read(bytes("00000801 00000000")).shape());
    assertEquals(Shape.of(2, 0), read(bytes("00000802 00000002 00000000")).shape());
  }

  @Test
  void readsMoreThanOneChunk() throws IOException {
    byte[] content = Arrays.copyOf(bytes("00000801 00030d40"), 8 + 200_000);
    content[8 + 199_999] = 7;
    assertEquals(7, read(gzip(content)).elements()[199_999]);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                  | truncated: 4 bytes expected, 0 found.",
        "1f                                  | truncated: 4 bytes expected, 1 found.",
        "000008                              | truncated: 4 bytes expected, 3 found.",
        "00000802 0000000200                 | truncated: 12 bytes expected, 9 found.",
        "00000802 00000002 00000003 0001     | truncated: 18 bytes expected, 14 found.",
        "00000801 7ffffff7                   | truncated: 2147483647 bytes expected, 8 found.",
        "00000801 00000002 010203            | more bytes follow the 10 that its header,"
            + " of shape (2), announces.",
        "00000d01 00000001 00000000          | elements of type float are not supported,"
            + " unsigned bytes are.",
        "89504e47 0d0a1a0a                   | not an IDX file of unsigned bytes: it begins with"
            + " 0x89504e47, expected 0x00000801 to 0x000008ff, the last byte being the number of"
            + " dimensions.",
        "00000701 00000000                   | not an IDX file of unsigned bytes: it begins with"
            + " 0x00000701, expected 0x00000801 to 0x000008ff, the last byte being the number of"
            + " dimensions.",
        "00000800 00                         | not an IDX file of unsigned bytes: it begins with"
            + " 0x00000800, expected 0x00000801 to 0x000008ff, the last byte being the number of"
            + " dimensions.",
        "00000803 00010000 00010000 00000001 | sizes 65536 × 65536 × … make more than 2147483639"
            + " bytes, the most that one file may hold.",
        "00000801 ffffffff                   | sizes 4294967295 make more than 2147483639"
            + " bytes, the most that one file may hold.",
        "00000802 00000000 ffffffff          | sizes 0 × 4294967295 make more than 2147483639"
            + " bytes, the most that one file may hold.",
      })
  void refusesWhatIsNoIdxFile(String hex, String problem) {
    assertEquals("images: " + problem, refusal(bytes(hex)));
  }

  @Test
  void refusesDamagedCompression() throws IOException {
    byte[] whole = gzip(bytes(MATRIX));
    byte[] wrongSum = whole.clone();
    wrongSum[whole.length - 8] ^= 1;
    assertEquals("images: the gzip data is damaged: Corrupt GZIP trailer.", refusal(wrongSum));
    assertEquals(
        "images: the gzip data is damaged: Unsupported compression method.",
        refusal(bytes("1f8b00000000000000000000")));
    byte[] cut = Arrays.copyOf(whole, whole.length - 8);
    assertEquals("images: the gzip data ends early.", refusal(cut));
  }

  @Test
  void countsWhatACutCompressedFileStillHolds() {
    // A stored block of 18 bytes, of which 14 follow.
    String header = "1f8b0800000000000000 01 1200 edff";
    assertEquals(
        "images: truncated: 18 bytes expected, 14 found.",
        refusal(bytes(header + "00000802 00000002 00000003 0001")));
  }

  private static String refusal(byte[] content) {
    return assertThrows(DatasetException.class, () -> read(content)).getMessage();
  }

  private static IdxFile read(byte[] content) throws IOException {
    return IdxFile.read(new ByteArrayInputStream(content), "images");
  }

  static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(content);
    }
    return compressed.toByteArray();
  }
}
