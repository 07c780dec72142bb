package dev.flambeau.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are cut off, damaged, or claim what they have not. */
class HostileFilesTest {
  private static byte[] whole(String format) throws IOException {
    int type = format.equals("gif") ? BufferedImage.TYPE_BYTE_INDEXED : BufferedImage.TYPE_INT_RGB;
    return Made.file(Made.image(type, 5, 7), format);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg", "bmp", "gif"})
  void whatIsCutOffAnywhereIsRefusedByName(String format) throws IOException {
    byte[] whole = whole(format);
    // A GIF's picture ends before its trailer.
    int end = format.equals("gif") ? whole.length - 1 : whole.length;
    for (int i = 0; i < end; i++) {
      byte[] cut = Arrays.copyOf(whole, i);
      PictureException e =
          assertThrows(
              PictureException.class, () -> PictureReader.rgb().read(cut, "cut"), "at " + i);
      assertTrue(e.getMessage().startsWith("cut "), e.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg", "bmp", "gif"})
  void whatIsChangedAnywhereIsReadOrRefusedByName(String format) throws IOException {
    byte[] whole = whole(format);
    for (int i = 0; i < whole.length; i++) {
      for (int change : new int[] {0xFF, 1, 0x80}) {
        byte[] changed = whole.clone();
        changed[i] ^= (byte) change;
        try {
          PictureReader.rgb().mostPixels(1 << 20).ground(0).read(changed, "changed");
        } catch (PictureException e) {
          assertTrue(e.getMessage().startsWith("changed "), e.getMessage());
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aSegmentIsAtLeastAsLongAsItsLength(int length) {
    byte[] file = Made.bytes("ffd8 ffe1 000" + length + " 457869660000 ffd9");
    PictureException e =
        assertThrows(PictureException.class, () -> PictureReader.rgb().read(file, "short"));
    assertEquals(
        "short is damaged: its segment at byte 2 claims " + length + " bytes.", e.getMessage());
  }

  /** No memory is taken for what a header claims: refused at once, whatever the heap. */
  @Test
  void aHugeSizeCostsNothing() throws IOException {
    byte[] png = whole("png");
    byte[] header = Made.chunk("IHDR", Made.bytes("000186a0 000186a0 08 02 00 00 00"));
    System.arraycopy(header, 0, png, 8, header.length);
    assertClaim("100000 x 100000", png);
    byte[] jpeg = whole("jpeg");
    for (int i = 0; i < jpeg.length; i++) {
      if (jpeg[i] == (byte) 0xFF && jpeg[i + 1] == (byte) 0xC0) {
        Arrays.fill(jpeg, i + 5, i + 9, (byte) 0xFF);
        break;
      }
    }
    assertClaim("65535 x 65535", jpeg);
    byte[] gif = whole("gif");
    Arrays.fill(gif, 6, 10, (byte) 0xFF);
    assertClaim("65535 x 65535", gif);
  }

  private static void assertClaim(String size, byte[] file) {
    PictureException e =
        assertThrows(PictureException.class, () -> PictureReader.rgb().read(file, "huge"));
    assertEquals(
        "huge claims " + size + " pixels, more than 134217728 in all, the most that are read.",
        e.getMessage());
  }

  @Test
  void aBmpThatClaimsMoreRowsThanItHasIsCutOff() throws IOException {
    byte[] bmp = whole("bmp");
    System.arraycopy(Made.bytes("a0860100 a0860100"), 0, bmp, 18, 8);
    PictureException e =
        assertThrows(PictureException.class, () -> PictureReader.rgb().read(bmp, "huge"));
    assertEquals(
        "huge is cut off: it ends after " + bmp.length + " bytes, within the picture.",
        e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"0 0, false", "0 5, false", "5 0, false"})
  void aSizeOfNothingIsDamage(String size, boolean unused) throws IOException {
    String[] sizes = size.split(" ");
    byte[] png = whole("png");
    byte[] header =
        Made.chunk(
            "IHDR",
            Made.join(
                Made.big(Integer.parseInt(sizes[0])),
                Made.big(Integer.parseInt(sizes[1])),
                Made.bytes("08 02 00 00 00")));
    System.arraycopy(header, 0, png, 8, header.length);
    PictureException e =
        assertThrows(PictureException.class, () -> PictureReader.rgb().read(png, "none"));
    assertEquals(
        "none is damaged: it claims " + sizes[0] + " x " + sizes[1] + " pixels.", e.getMessage());
  }

  /** A text that would unpack to far more than the file, and a damaged profile: left out. */
  @Test
  void whatPixelsDoNotNeedIsNotLookedAt() throws IOException {
    byte[] png = whole("png");
    byte[] begin = Arrays.copyOf(png, 33);
    byte[] rest = Arrays.copyOfRange(png, 33, png.length);
    byte[] text = Made.chunk("zTXt", Made.bytes("41 00 00 789c ff ff ff"));
    byte[] profile = Made.chunk("iCCP", Made.bytes("41 00 00 00"));
    Picture read = PictureReader.rgb().read(Made.join(begin, text, profile, rest), "texts");
    assertEquals(PictureReader.rgb().read(png, "plain").sha256(), read.sha256());
  }

  /** Java would look for the file that a header names. */
  @Test
  void aBmpsProfileInAnotherFileIsNotLookedFor() throws IOException {
    byte[] bmp = whole("bmp");
    byte[] header = new byte[124];
    System.arraycopy(bmp, 14, header, 0, 40);
    header[0] = 124;
    System.arraycopy(Made.bytes("4b4e494c"), 0, header, 56, 4); // "LINK"
    byte[] start = Arrays.copyOf(bmp, 14);
    start[10] += 84;
    byte[] named = Made.join(start, header, Arrays.copyOfRange(bmp, 54, bmp.length));
    Picture read = PictureReader.rgb().read(named, "linked");
    assertEquals(PictureReader.rgb().read(bmp, "plain").sha256(), read.sha256());
  }
}
