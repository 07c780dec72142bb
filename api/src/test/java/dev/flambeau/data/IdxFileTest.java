package dev.flambeau.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.op.Philox;
import dev.flambeau.op.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdxFileTest {
  /** Shape (2, 3), elements 0, 1, 127, 128, 254, 255. */
  private static final String MATRIX = "00000802 00000002 00000003 00017f80feff";

  @TempDir private Path folder = Path.of("");
  private Path file = Path.of("");

  @BeforeEach
  void nameFile() {
    file = folder.resolve("images");
  }

  @Test
  void readsElementsPlainAndCompressed() throws IOException {
    for (byte[] content : new byte[][] {bytes(MATRIX), gzip(bytes(MATRIX))}) {
      IdxFile file = read(content);
      assertEquals(Shape.of(2, 3), file.shape());
      assertArrayEquals(bytes("00017f80feff"), file.elements());
    }
  }

  @Test
  void namesTheFileInMessages() throws IOException {
    assertEquals(file.toString(), read(bytes(MATRIX)).name());
    Files.write(file, bytes("0000"));
    assertEquals(
        file + ": truncated: 4 bytes expected, 2 found.",
        assertThrows(DatasetException.class, () -> IdxFile.read(file)).getMessage());
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
    assertEquals(problem, refusal(bytes(hex)));
  }

  @Test
  void refusesDamagedCompression() throws IOException {
    byte[] whole = gzip(bytes(MATRIX));
    assertEquals(
        "the gzip data is damaged: its checksum is another.",
        refusal(changed(whole, whole.length - 8)));
    assertEquals(
        "the gzip data is damaged: its length is another.",
        refusal(changed(whole, whole.length - 4)));
    assertEquals(
        "the gzip data is damaged: unknown compression method.",
        refusal(bytes("1f8b00000000000000000000")));
    assertEquals(
        "the gzip data is damaged: invalid block type.",
        refusal(bytes("1f8b0800000000000000 07 00000000")));
    assertEquals("the gzip data is damaged: not gzip data.", refusal(join(whole, bytes("0102"))));
    assertEquals("the gzip data ends early.", refusal(Arrays.copyOf(whole, whole.length - 8)));
    assertEquals("the gzip data ends early.", refusal(bytes("1f8b08")));
  }

  /** Elements are stored as they are, so damage changes what they say and breaks no block. */
  @Test
  void tellsDamageFromAWrongHeader() throws IOException {
    byte[] noise = new byte[100_000];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (byte) new Philox(1, Philox.TEST_DATA, 0, 0).word(i);
    }
    byte[] whole = gzip(join(bytes("00000801 000186a0"), noise));
    String damaged = "the gzip data is damaged: its checksum is another.";
    int header = 15; // ten bytes of gzip's, five of the first block's
    for (int at : new int[] {0, 1, 2, 3, 4, 5, 7, 1000, 50_000}) {
      assertEquals(damaged, refusal(changed(whole, header + at)), "byte " + at);
    }
    assertEquals(
        "more bytes follow the 12 that its header, of shape (4), announces.",
        refusal(gzip(bytes("00000801 00000004 0102030405"))));
  }

  @Test
  void countsWhatACutCompressedFileStillHolds() {
    // A stored block of 18 bytes, of which 14 follow.
    String header = "1f8b0800000000000000 01 1200 edff";
    assertEquals(
        "truncated: 18 bytes expected, 14 found.",
        refusal(bytes(header + "00000802 00000002 00000003 0001")));
  }

  /** Between fields as within them; between members, what the first one holds is too little. */
  @Test
  void refusesMembersThatAreCutAnywhere() throws IOException {
    byte[] first = gzip(bytes("00000802 00000002 00000003 00"));
    byte[] both = join(first, gzip(bytes("017f80feff")));
    for (int length = 2; length < both.length; length++) {
      String refusal = refusal(Arrays.copyOf(both, length));
      assertTrue(
          refusal.matches(
              "the gzip data ends early\\.|truncated: 18 bytes expected, 1\\d found\\."),
          length + ": " + refusal);
    }
  }

  @Test
  void readsAnyNumberOfMembers() throws IOException {
    byte[] empty = gzip(new byte[0]);
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    members.write(gzip(bytes("00000802 00000002 00000003 00")));
    for (int i = 0; i < 20_000; i++) {
      members.write(empty);
    }
    members.write(gzip(bytes("017f80feff")));
    members.write(new byte[1000]); // a tape's last block is filled up with zeros
    assertArrayEquals(bytes("00017f80feff"), read(members.toByteArray()).elements());
  }

  /** All of RFC 1952's optional fields: extra, name, comment, the header's checksum. */
  @Test
  void readsPastWhatAGzipHeaderMayHold() throws IOException {
    byte[] whole = gzip(bytes(MATRIX));
    byte[] fields = bytes("1f8b 08 1e 00000000 00 03 0300 616263 6e00 6300 1234");
    byte[] content = join(fields, Arrays.copyOfRange(whole, 10, whole.length));
    assertEquals(Shape.of(2, 3), read(content).shape());
  }

  @Test
  void takesNoMemoryForWhatAFileCannotHold() throws IOException {
    byte[] bomb = gzip(bytes("00000801 7ffffff0"));
    assertEquals(
        "its header, of shape (2147483632), announces 2147483640 bytes, more than "
            + bomb.length
            + " bytes of gzip data can hold.",
        refusal(bomb));
  }

  @Test
  void refusesAFolder() throws IOException {
    assertEquals(
        folder + " is a folder; an IDX file was expected.",
        assertThrows(DatasetException.class, () -> IdxFile.read(folder)).getMessage());
  }

  private String refusal(byte[] content) {
    String message = assertThrows(DatasetException.class, () -> read(content)).getMessage();
    assertTrue(message.startsWith(file + ": "), message);
    return message.substring(file.toString().length() + 2);
  }

  private IdxFile read(byte[] content) throws IOException {
    Files.write(file, content);
    return IdxFile.read(file);
  }

  private static byte[] changed(byte[] content, int at) {
    byte[] changed = content.clone();
    changed[at] ^= 1;
    return changed;
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
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
