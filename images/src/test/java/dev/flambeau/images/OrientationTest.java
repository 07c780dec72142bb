package dev.flambeau.images;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrientationTest {
  /** Stored as rows 1 2 3 and 4 5 6; shown as EXIF 2.32 draws each of them. */
  @ParameterizedTest
  @CsvSource({
    "1, '1 2 3|4 5 6'",
    "2, '3 2 1|6 5 4'",
    "3, '6 5 4|3 2 1'",
    "4, '4 5 6|1 2 3'",
    "5, '1 4|2 5|3 6'",
    "6, '4 1|5 2|6 3'",
    "7, '6 3|5 2|4 1'",
    "8, '3 6|2 5|1 4'",
    "0, '1 2 3|4 5 6'",
    "9, '1 2 3|4 5 6'"
  })
  void turnsAsTheTagSays(int number, String shown) throws IOException {
    Picture turned = Orientation.of(number).turn(Picture.of(2, 3, 1, 1, 2, 3, 4, 5, 6));
    StringBuilder rows = new StringBuilder();
    for (int row = 0; row < turned.height(); row++) {
      rows.append(row == 0 ? "" : "|");
      for (int column = 0; column < turned.width(); column++) {
        rows.append(column == 0 ? "" : " ").append(turned.level(row, column, 0));
      }
    }
    assertEquals(shown, rows.toString());
    for (boolean little : new boolean[] {false, true}) {
      assertEquals(Orientation.of(number), Exif.orientation(segment(number, little)));
    }
  }

  private static byte[] segment(int number, boolean little) {
    String value = String.format(java.util.Locale.ROOT, "%02x", number);
    return Made.join(
        Made.bytes("457869660000"),
        Made.bytes(
            little
                ? "49492a00 08000000 0200 0f01 0200 04000000 41424300 1201 0300 01000000 "
                    + value
                    + "000000 00000000"
                : "4d4d002a 00000008 0002 010f 0002 00000004 41424300 0112 0003 00000001 00"
                    + value
                    + "0000 00000000"));
  }

  private static byte[] jpeg() throws IOException {
    return Made.file(Made.image(BufferedImage.TYPE_INT_RGB, 16, 32), "jpeg");
  }

  private static byte[] with(byte[] exif) throws IOException {
    byte[] jpeg = jpeg();
    byte[] length = {(byte) (exif.length + 2 >> 8), (byte) (exif.length + 2)};
    return Made.join(
        Made.bytes("ffd8 ffe1"), length, exif, Arrays.copyOfRange(jpeg, 2, jpeg.length));
  }

  @Test
  void aJpegIsTurnedWhenItIsRead(@TempDir Path folder) throws IOException {
    Picture stored = PictureReader.rgb().read(jpeg(), "stored");
    for (int number = 1; number <= 8; number++) {
      byte[] file = with(segment(number, true));
      Picture turned = PictureReader.rgb().read(file, "turned");
      assertArrayEquals(Orientation.of(number).turn(stored).bytes(), turned.bytes());
      PictureSize size = PictureReader.rgb().size(Files.write(folder.resolve("a"), file));
      assertEquals(new PictureSize(turned.height(), turned.width()), size);
    }
  }

  /** The pixels do not depend on it. */
  @Test
  void aDamagedSegmentTurnsNothing() throws IOException {
    byte[] whole = segment(6, false);
    Picture stored = PictureReader.rgb().read(jpeg(), "stored");
    for (int i = 0; i < whole.length - 10; i++) {
      byte[] file = with(Arrays.copyOf(whole, i));
      assertEquals(stored.sha256(), PictureReader.rgb().read(file, "cut").sha256());
    }
    byte[] far = whole.clone();
    Arrays.fill(far, 10, 14, (byte) 0xFF);
    assertEquals(Orientation.UPRIGHT, Exif.orientation(far));
  }
}
