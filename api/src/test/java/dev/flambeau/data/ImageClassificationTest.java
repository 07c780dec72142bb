package dev.flambeau.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flambeau.op.Shape;
import dev.flambeau.tensor.HostTensor;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class ImageClassificationTest {
  private static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
  private static final String TRAIN_LABELS = "train-labels-idx1-ubyte";
  private static final String TEST_IMAGES = "t10k-images-idx3-ubyte.gz";
  private static final String TEST_LABELS = "t10k-labels-idx1-ubyte.gz";

  @TempDir Path folder;

  /** Two images of 1 × 3 to learn from, one to be tested on; labels up to 1 and 4. */
  @BeforeEach
  void writeFiles() throws IOException {
    write(TRAIN_IMAGES, "00000803 00000002 00000001 00000003 0001 7f80 feff");
    write(TRAIN_LABELS, "00000801 00000002 0100");
    write(TEST_IMAGES, "00000803 00000001 00000001 00000003 0a0b0c");
    write(TEST_LABELS, "00000801 00000001 04");
  }

  private void write(String name, String hex) throws IOException {
    byte[] content = IdxFileTest.bytes(hex);
    Files.write(folder.resolve(name), name.endsWith(".gz") ? IdxFileTest.gzip(content) : content);
  }

  @Test
  void readsTheFourFiles() throws IOException {
    ImageClassification images = ImageClassification.read(folder);
    assertEquals(5, images.classes());
    assertEquals(Shape.of(1, 3), images.image());
    assertEquals(Shape.of(2, 3), images.train().inputs().values().get(0).shape());
    assertEquals(Shape.of(1, 3), images.test().inputs().values().get(0).shape());
    assertArrayEquals(
        new float[] {0, 1 / 255f, 127 / 255f, 128 / 255f, 254 / 255f, 1}, pixels(images.train()));
    assertArrayEquals(
        new int[] {1, 0}, ((HostTensor.Ints) images.train().targets().values().get(0)).values());
  }

  /** Each pixel lies no further from x / 255 than its neighbours among the FLOAT32 do. */
  @Test
  void everyPixelIsCorrectlyRounded() throws IOException {
    StringBuilder pixels = new StringBuilder("00000803 00000001 00000010 00000010");
    for (int x = 0; x < 256; x++) {
      pixels.append("%02x".formatted(x));
    }
    write(TRAIN_IMAGES, pixels.toString());
    write(TRAIN_LABELS, "00000801 00000001 00");
    write(TEST_IMAGES, "00000803 00000000 00000010 00000010");
    write(TEST_LABELS, "00000801 00000000");
    float[] scaled = pixels(ImageClassification.read(folder).train());
    for (int x = 0; x < 256; x++) {
      BigDecimal error = error(scaled[x], x);
      assertEquals(-1, error.compareTo(error(Math.nextUp(scaled[x]), x)), "pixel " + x);
      assertEquals(-1, error.compareTo(error(Math.nextDown(scaled[x]), x)), "pixel " + x);
    }
  }

  private static float[] pixels(ArrayDataset images) {
    return ((HostTensor.Floats) images.inputs().values().get(0)).values();
  }

  /** |255 · value − x|, exact. */
  private static BigDecimal error(float value, int x) {
    return new BigDecimal(value)
        .multiply(BigDecimal.valueOf(255))
        .subtract(BigDecimal.valueOf(x))
        .abs();
  }

  @Test
  void takesTheNumberOfClassesFromTheCaller() throws IOException {
    assertEquals(10, ImageClassification.read(folder, 10).classes());
    refuses(
        folder.resolve(TEST_LABELS)
            + ": Label 4 at index 0 is not in [0, 4), nor -100, which is ignored.",
        () -> ImageClassification.read(folder, 4));
  }

  @Test
  void takesLabelsUpTo255() throws IOException {
    write(TEST_LABELS, "00000801 00000001 ff");
    assertEquals(256, ImageClassification.read(folder).classes());
  }

  @Test
  void refusesCountsThatDiffer() throws IOException {
    write(TRAIN_LABELS, "00000801 00000003 010001");
    refuses(
        folder.resolve(TRAIN_IMAGES)
            + " has 2 images, "
            + folder.resolve(TRAIN_LABELS)
            + " has 3 labels. There must be a label for each image.",
        () -> ImageClassification.read(folder));
  }

  @Test
  void refusesImagesOfDifferentSizes() throws IOException {
    write(TEST_IMAGES, "00000803 00000001 00000003 00000001 0a0b0c");
    refuses(
        "Training and test images differ in size: "
            + folder.resolve(TRAIN_IMAGES)
            + " has shape (2, 1, 3), "
            + folder.resolve(TEST_IMAGES)
            + " (1, 3, 1).",
        () -> ImageClassification.read(folder));
  }

  @Test
  void refusesAnotherNumberOfDimensions() throws IOException {
    write(TRAIN_IMAGES, "00000802 00000002 00000001 0001");
    refuses(
        folder.resolve(TRAIN_IMAGES) + ": 3 dimensions expected, found shape (2, 1).",
        () -> ImageClassification.read(folder));
  }

  @Test
  void saysWhichFileIsMissing() throws IOException {
    Files.delete(folder.resolve(TEST_IMAGES));
    refuses(
        "No t10k-images-idx3-ubyte in "
            + folder
            + ", plain or with .gz. Four files are needed there: train-images-idx3-ubyte,"
            + " train-labels-idx1-ubyte, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte.",
        () -> ImageClassification.read(folder));
  }

  private static void refuses(String message, Executable executable) {
    assertEquals(message, assertThrows(DatasetException.class, executable).getMessage());
  }
}
