package dev.flambeau.images;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureReaderTest {
  @TempDir private Path folder = Path.of("");

  private static Picture rgb(byte[] file) {
    return PictureReader.rgb().read(file, "file");
  }

  private static void assertLevels(Picture picture, int... levels) {
    int[] found = new int[picture.bytes().length];
    for (int i = 0; i < found.length; i++) {
      found[i] = picture.bytes()[i] & 0xFF;
    }
    assertArrayEquals(levels, found);
  }

  @ParameterizedTest
  @CsvSource({
    "png, " + BufferedImage.TYPE_3BYTE_BGR,
    "png, " + BufferedImage.TYPE_INT_RGB,
    "png, " + BufferedImage.TYPE_INT_ARGB,
    "bmp, " + BufferedImage.TYPE_3BYTE_BGR,
    "bmp, " + BufferedImage.TYPE_INT_RGB
  })
  void readsColours(String format, int type) throws IOException {
    Picture picture = rgb(Made.file(Made.image(type, 3, 5), format));
    assertEquals("Picture[5 x 3, RGB]", picture.toString());
    assertLevels(picture, Made.levels(15));
  }

  @Test
  void readsGifsAsTheirPaletteSays() throws IOException {
    byte[] file = Made.file(Made.image(BufferedImage.TYPE_INT_RGB, 2, 2), "gif");
    assertEquals("Picture[2 x 2, RGB]", rgb(file).toString());
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_INDEXED);
    image.setRGB(0, 0, 0xFF3366CC);
    image.setRGB(1, 0, 0xFFFFFFFF);
    assertLevels(rgb(Made.file(image, "gif")), 0x33, 0x66, 0xCC, 255, 255, 255);
  }

  /** A JPEG is near to what was written, and Java's decoder the same on every machine. */
  @Test
  void readsJpegs() throws IOException {
    BufferedImage image = new BufferedImage(16, 8, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 128; i++) {
      image.setRGB(i % 16, i / 16, 0x4080C0);
    }
    Picture picture = rgb(Made.file(image, "jpeg"));
    assertEquals("Picture[16 x 8, RGB]", picture.toString());
    assertEquals(0x40, picture.level(4, 4, 0), 3);
    assertEquals(0x80, picture.level(4, 4, 1), 3);
    assertEquals(0xC0, picture.level(4, 4, 2), 3);
    BufferedImage grey = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster()
        .setSamples(0, 0, 8, 8, 0, java.util.stream.IntStream.range(0, 64).map(i -> 100).toArray());
    Picture read = PictureReader.grey().read(Made.file(grey, "jpeg"), "grey");
    assertEquals(100, read.level(3, 3, 0), 1);
  }

  /** Without Java's gamma curve: the levels are those that are stored. */
  @Test
  void greyLevelsAreTheStoredOnes() throws IOException {
    BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSamples(0, 0, 3, 1, 0, new int[] {7, 128, 250});
    byte[] file = Made.file(image, "png");
    assertLevels(PictureReader.grey().read(file, "grey"), 7, 128, 250);
    assertLevels(rgb(file), 7, 7, 7, 128, 128, 128, 250, 250, 250);
  }

  @Test
  void sixteenBitsGoToTheNearestOfEight() throws IOException {
    BufferedImage grey = new BufferedImage(4, 1, BufferedImage.TYPE_USHORT_GRAY);
    grey.getRaster().setSamples(0, 0, 4, 1, 0, new int[] {128, 129, 257 * 200, 65_535});
    assertLevels(PictureReader.grey().read(Made.file(grey, "png"), "grey"), 0, 1, 200, 255);
    var model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB),
            false,
            false,
            Transparency.OPAQUE,
            DataBuffer.TYPE_USHORT);
    WritableRaster raster = model.createCompatibleWritableRaster(1, 1);
    raster.setPixel(0, 0, new int[] {257 * 10 + 128, 257 * 10 + 129, 65_535});
    BufferedImage colours = new BufferedImage(model, raster, false, null);
    assertLevels(rgb(Made.file(colours, "png")), 10, 11, 255);
  }

  /** 0b11111'01010'00001 of 5 bits each, and of 5, 6, 5. */
  @Test
  void fewerBitsAreStretched() throws IOException {
    for (int type :
        new int[] {BufferedImage.TYPE_USHORT_555_RGB, BufferedImage.TYPE_USHORT_565_RGB}) {
      BufferedImage image = new BufferedImage(1, 1, type);
      boolean six = type == BufferedImage.TYPE_USHORT_565_RGB;
      image.getRaster().setPixel(0, 0, new int[] {31, six ? 20 : 10, 1});
      assertLevels(rgb(Made.file(image, "bmp")), 255, six ? 81 : 82, 8);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void greyOfFewBitsIsStretched(int bits) {
    int most = (1 << bits) - 1;
    byte[] file = png(1, 2, bits, 0, new byte[0], new byte[] {0, (byte) (most << 8 - bits)});
    assertLevels(PictureReader.grey().read(file, "grey"), 255, 0);
  }

  /** A whole PNG of rows that each begin with their filter, 0. */
  private static byte[] png(
      int height, int width, int bits, int kind, byte[] between, byte[] rows) {
    byte[] header =
        Made.join(
            Made.big(width), Made.big(height), new byte[] {(byte) bits, (byte) kind, 0, 0, 0});
    Deflater deflater = new Deflater();
    deflater.setInput(rows);
    deflater.finish();
    byte[] packed = new byte[1000];
    int length = deflater.deflate(packed);
    deflater.end();
    return Made.join(
        Made.bytes("89504e470d0a1a0a"),
        Made.chunk("IHDR", header),
        between,
        Made.chunk("IDAT", java.util.Arrays.copyOf(packed, length)),
        Made.chunk("IEND", new byte[0]));
  }

  @Test
  void transparentPixelsLieOnTheGround() throws IOException {
    BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0x00123456);
    image.setRGB(1, 0, 0x40FF8000);
    image.setRGB(2, 0, 0xFF010203);
    byte[] file = Made.file(image, "png");
    assertRefused(
        "file has transparent pixels; say what lies behind them, as"
            + " PictureReader.rgb().ground(0xFFFFFF) for white.",
        file);
    Picture laid = PictureReader.rgb().ground(0x0A14FF).read(file, "file");
    assertLevels(
        laid,
        0x0A,
        0x14,
        0xFF,
        (255 * 64 + 10 * 191 + 127) / 255,
        (128 * 64 + 20 * 191 + 127) / 255,
        191,
        1,
        2,
        3);
    assertEquals(1, PictureReader.grey().ground(0).read(file, "file").channels());
  }

  @Test
  void transparencyOfAPaletteCounts() throws IOException {
    byte[] levels = {10, 20, 30};
    var palette = new IndexColorModel(8, 3, levels, levels, levels, new byte[] {0, 51, -1});
    BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_INDEXED, palette);
    image.getRaster().setSamples(0, 0, 3, 1, 0, new int[] {0, 1, 2});
    Picture laid = PictureReader.grey().ground(0xFFFFFF).read(Made.file(image, "png"), "palette");
    assertLevels(laid, 255, (20 * 51 + 255 * 204 + 127) / 255, 30);
  }

  /** One colour of a PNG without opacities is transparent. */
  @Test
  void aTransparentColourCounts() {
    byte[] key = Made.chunk("tRNS", Made.bytes("0001 0002 0003"));
    byte[] file = png(1, 2, 8, 2, key, Made.bytes("00 010203 040506"));
    assertLevels(PictureReader.rgb().ground(0xFF0000).read(file, "key"), 255, 0, 0, 4, 5, 6);
  }

  /** A screen of 2 x 2, a frame of 1 x 1 at its lower right: the rest is transparent. */
  @Test
  void aGifsFrameLiesOnItsScreen() throws IOException {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_INDEXED);
    image.setRGB(0, 0, 0xFFFFFFFF);
    byte[] file = Made.file(image, "gif");
    file[6] = 2;
    file[8] = 2;
    int frame = 0;
    for (int i = 13 + 768; i < file.length; i++) {
      frame = frame == 0 && file[i] == 0x2C ? i : frame;
    }
    file[frame + 1] = 1;
    file[frame + 3] = 1;
    Picture laid = PictureReader.grey().ground(0x808080).read(file, "gif");
    assertLevels(laid, 128, 128, 128, 255);
    file[frame + 1] = 2;
    assertRefused("file is damaged: its frame is larger than its screen.", file);
  }

  @Test
  void coloursAreWeighedForGrey() {
    Picture colours = Picture.of(1, 3, 3, 255, 0, 0, 0, 255, 0, 9, 9, 9);
    assertLevels(colours.grey(), 76, 150, 9);
  }

  @Test
  void cmykIsRefusedWithAWayOut() {
    byte[] file = Made.bytes("ffd8 ffc0 0014 08 0008 0008 04 011100 021100 031100 041100 ffd9");
    assertRefused(
        "file is a JPEG of 4 components (CMYK), which is not read. Convert it to RGB, as"
            + " ImageMagick does: convert IN -colorspace sRGB OUT.",
        file);
    assertRefused(
        "file is a JPEG of 12 bits a sample, which is not read. Save it with 8, or as a PNG.",
        Made.bytes("ffd8 ffc1 000b 0c 0008 0008 01 011100 ffd9"));
    assertRefused(
        "file is a JPEG of a rare coding (lossless, hierarchical or arithmetic), which is not"
            + " read. Save it as a baseline or progressive one.",
        Made.bytes("ffd8 ffc3 000b 08 0008 0008 01 011100 ffd9"));
  }

  @Test
  void whatIsNoPictureIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("text.png"), "no image");
    assertEquals(
        file + " is no PNG, JPEG, BMP or GIF; other pictures are not read.",
        assertThrows(PictureException.class, () -> PictureReader.rgb().read(file)).getMessage());
    assertThrows(
        NoSuchFileException.class, () -> PictureReader.rgb().read(folder.resolve("none.png")));
  }

  @Test
  void theFormatIsKnownByItsBytesNotByItsName() throws IOException {
    byte[] bytes = Made.file(Made.image(BufferedImage.TYPE_INT_RGB, 2, 3), "png");
    Path file = Files.write(folder.resolve("a.jpg"), bytes);
    assertLevels(PictureReader.rgb().read(file), Made.levels(6));
    assertEquals(new PictureSize(2, 3), PictureReader.rgb().size(file));
  }

  @Test
  void limitsAreChecked() throws IOException {
    byte[] file = Made.file(Made.image(BufferedImage.TYPE_INT_RGB, 2, 3), "png");
    PictureException e =
        assertThrows(
            PictureException.class,
            () -> PictureReader.rgb().mostPixels(5).read(file, "large.png"));
    assertEquals(
        "large.png claims 3 x 2 pixels, more than 5 in all, the most that are read.",
        e.getMessage());
    assertEquals(
        "A limit of pixels is from 1 to 134217728, was given 0.",
        assertThrows(PictureException.class, () -> PictureReader.rgb().mostPixels(0)).getMessage());
    assertEquals(
        "A ground is from 0x000000 to 0xFFFFFF, was given -1.",
        assertThrows(PictureException.class, () -> PictureReader.rgb().ground(-1)).getMessage());
  }

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    Path file = folder.resolve("written.png");
    for (Picture picture :
        new Picture[] {Picture.of(2, 3, 3, Made.levels(6)), Picture.of(2, 2, 1, 0, 99, 200, 255)}) {
      PictureWriter.write(picture, file);
      PictureReader reader = picture.channels() == 1 ? PictureReader.grey() : PictureReader.rgb();
      assertEquals(picture.sha256(), reader.read(file).sha256());
    }
  }

  private static void assertRefused(String message, byte[] file) {
    PictureException e = assertThrows(PictureException.class, () -> rgb(file));
    assertEquals(message, e.getMessage());
    assertTrue(e.getMessage().startsWith("file "));
  }
}
