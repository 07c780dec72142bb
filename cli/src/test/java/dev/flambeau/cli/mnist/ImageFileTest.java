package dev.flambeau.cli.mnist;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flambeau.cli.command.UserException;
import dev.flambeau.images.PictureException;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ImageFileTest {
  @TempDir private Path folder = Path.of("");

  private Path image(int type, int width, int height) throws IOException {
    BufferedImage image = new BufferedImage(width, height, type);
    boolean wide = type == BufferedImage.TYPE_USHORT_GRAY;
    for (int i = 0; i < width * height; i++) {
      for (int band = 0; band < image.getRaster().getNumBands(); band++) {
        int value = 40 * i;
        image.getRaster().setSample(i % width, i / width, band, wide ? 257 * value : value);
      }
    }
    return written(image);
  }

  private Path written(BufferedImage image) throws IOException {
    Path file = folder.resolve("image.png");
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  private static float[] read(Path file, int rows, int columns, String... options)
      throws IOException {
    return ImageFile.read(
        file, rows, columns, CommandLine.populateCommand(new ImageOptions(), options));
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_BYTE_GRAY,
        BufferedImage.TYPE_USHORT_GRAY,
        BufferedImage.TYPE_3BYTE_BGR
      })
  void everyKindOfGreyGivesItsSamples(int type) throws IOException {
    float[] pixels = read(image(type, 3, 2), 2, 3);
    assertArrayEquals(
        new float[] {0, 40 / 255f, 80 / 255f, 120 / 255f, 160 / 255f, 200 / 255f}, pixels);
  }

  @Test
  void aPaletteOfBlackAndWhiteIsGrey() throws IOException {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY);
    image.setRGB(1, 0, 0xFFFFFFFF);
    assertArrayEquals(new float[] {0, 1}, read(written(image), 1, 2));
  }

  @Test
  void anotherSizeIsRefused() throws IOException {
    Path file = image(BufferedImage.TYPE_BYTE_GRAY, 3, 2);
    UserException e = assertThrows(UserException.class, () -> read(file, 28, 28));
    assertEquals(
        file + " has 3 x 2 pixels, the model takes 28 x 28; images are not resized.",
        e.getMessage());
  }

  @Test
  void colourIsRefused() throws IOException {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 0x102030);
    Path file = written(image);
    UserException e = assertThrows(UserException.class, () -> read(file, 1, 1));
    assertEquals(file + " is in colour; the model takes grey images.", e.getMessage());
  }

  @Test
  void whatIsNoImageIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("text.png"), "no image");
    PictureException e = assertThrows(PictureException.class, () -> read(file, 1, 1));
    assertEquals(
        file + " is no PNG, JPEG, BMP or GIF; other pictures are not read.", e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"bmp", "gif", "jpeg"})
  void otherFormatsAreRead(String format) throws IOException {
    Path file = folder.resolve("image." + format);
    ImageIO.write(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB), format, file.toFile());
    assertArrayEquals(new float[] {0}, read(file, 1, 1));
  }

  @Test
  void inkOnPaperIsTurnedRound() throws IOException {
    float[] pixels = read(image(BufferedImage.TYPE_BYTE_GRAY, 3, 1), 1, 3, "--invert");
    assertArrayEquals(new float[] {1, 1 - 40 / 255f, 1 - 80 / 255f}, pixels);
  }

  /** White of rising opacity, in full colour and as a palette. */
  @Test
  void transparentPixelsShowTheGround() throws IOException {
    BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_INT_ARGB);
    for (int x = 0; x < 3; x++) {
      image.setRGB(x, 0, 51 * x << 24 | 0xFFFFFF);
    }
    assertTransparent(written(image), 51 / 255f, 102 / 255f);
    byte[] levels = {0, (byte) 255, (byte) 255};
    var palette = new IndexColorModel(8, 3, levels, levels, levels, new byte[] {0, 51, -1});
    image = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_INDEXED, palette);
    image.getRaster().setSamples(0, 0, 3, 1, 0, new int[] {0, 1, 2});
    assertTransparent(written(image), 51 / 255f, 1);
  }

  private static void assertTransparent(Path file, float second, float third) throws IOException {
    float[] black = read(file, 1, 3, "--ground", "black");
    assertArrayEquals(new float[] {0, second, third}, black);
    assertArrayEquals(new float[] {1, 1, 1}, read(file, 1, 3, "--ground", "white"));
    assertArrayEquals(new float[] {0, 0, 0}, read(file, 1, 3, "--ground", "white", "--invert"));
    UserException e = assertThrows(UserException.class, () -> read(file, 1, 3));
    assertEquals(
        file + " has transparent pixels; say what lies behind them: --ground black or white.",
        e.getMessage());
  }

  /** The size is known, and refused, before its 3.6 GB of pixels are asked for. */
  @Test
  void aHugeSizeIsRefusedByItsHeader() throws IOException {
    byte[] bytes = Files.readAllBytes(image(BufferedImage.TYPE_BYTE_GRAY, 3, 2));
    ByteBuffer header = ByteBuffer.wrap(bytes, 12, 17);
    header.putInt(16, 60_000).putInt(20, 60_000);
    CRC32 crc = new CRC32();
    crc.update(bytes, 12, 17);
    ByteBuffer.wrap(bytes).putInt(29, (int) crc.getValue());
    Path file = Files.write(folder.resolve("huge.png"), bytes);
    UserException e = assertThrows(UserException.class, () -> read(file, 28, 28));
    assertEquals(
        file + " has 60000 x 60000 pixels, the model takes 28 x 28; images are not resized.",
        e.getMessage());
  }
}
