package dev.flambeau.cli.mnist;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flambeau.cli.command.UserException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFileTest {
  @TempDir private Path folder = Path.of("");

  private Path image(int type, int width, int height) throws IOException {
    BufferedImage image = new BufferedImage(width, height, type);
    boolean wide = type == BufferedImage.TYPE_USHORT_GRAY;
    for (int i = 0; i < width * height; i++) {
      for (int band = 0; band < image.getRaster().getNumBands(); band++) {
        int value = 40 * i;
        image.getRaster().setSample(i % width, i / width, band, wide ? value << 8 : value);
      }
    }
    return written(image);
  }

  private Path written(BufferedImage image) throws IOException {
    Path file = folder.resolve("image.png");
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_BYTE_GRAY,
        BufferedImage.TYPE_USHORT_GRAY,
        BufferedImage.TYPE_3BYTE_BGR
      })
  void everyKindOfGreyGivesItsSamples(int type) throws IOException {
    float[] pixels = ImageFile.read(image(type, 3, 2), 2, 3);
    assertArrayEquals(
        new float[] {0, 40 / 255f, 80 / 255f, 120 / 255f, 160 / 255f, 200 / 255f}, pixels);
  }

  @Test
  void aPaletteOfBlackAndWhiteIsGrey() throws IOException {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY);
    image.setRGB(1, 0, 0xFFFFFFFF);
    assertArrayEquals(new float[] {0, 1}, ImageFile.read(written(image), 1, 2));
  }

  @Test
  void anotherSizeIsRefused() throws IOException {
    Path file = image(BufferedImage.TYPE_BYTE_GRAY, 3, 2);
    UserException e = assertThrows(UserException.class, () -> ImageFile.read(file, 28, 28));
    assertEquals(
        file + " has 3 x 2 pixels, the model takes 28 x 28; images are not resized.",
        e.getMessage());
  }

  @Test
  void colourIsRefused() throws IOException {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 0x102030);
    Path file = written(image);
    UserException e = assertThrows(UserException.class, () -> ImageFile.read(file, 1, 1));
    assertEquals(file + " is in colour; the model takes grey images.", e.getMessage());
  }

  @Test
  void whatIsNoImageIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("text.png"), "no image");
    UserException e = assertThrows(UserException.class, () -> ImageFile.read(file, 1, 1));
    assertEquals(file + " is not an image that can be read; PNG can.", e.getMessage());
  }
}
