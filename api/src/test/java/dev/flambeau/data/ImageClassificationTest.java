package dev.flambeau.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.flambeau.op.Shape;
import dev.flambeau.tensor.HostTensor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        "Label 4 at index 0 of "
            + folder.resolve(TEST_LABELS)
            + " is not in [0, 4), nor -100, which is ignored.",
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

  /** The images end after one of five, which nobody has seen who has read the headers alone. */
  @Test
  void comparesHeadersBeforeItReadsElements() throws IOException {
    write(TEST_IMAGES, "00000803 00000005 00000001 00000003 0a0b0c");
    refuses(
        folder.resolve(TEST_IMAGES)
            + " has 5 images, "
            + folder.resolve(TEST_LABELS)
            + " has 1 labels. There must be a label for each image.",
        () -> ImageClassification.read(folder));
  }

  @Test
  void saysWhatDoesNotFitTheHeap() throws IOException {
    long heap = Runtime.getRuntime().maxMemory();
    assumeTrue(heap < 8_000_000_000L);
    writeSparse(TRAIN_IMAGES, "00000803 001e8480 00000001 000003e8", 2_000_000_016L);
    writeSparse(TRAIN_LABELS, "00000801 001e8480", 2_000_008);
    write(TEST_IMAGES, "00000803 00000001 00000001 000003e8 " + "00".repeat(1000));
    refuses(
        folder.resolve(TRAIN_IMAGES)
            + ": no room for 8000000000 bytes on Java's heap, which may grow to "
            + heap
            + ". Give Java more with -Xmx.",
        () -> ImageClassification.read(folder));
  }

  private void writeSparse(String name, String header, long length) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(folder.resolve(name).toFile(), "rw")) {
      file.write(IdxFileTest.bytes(header));
      file.setLength(length);
    }
  }

  @Test
  void readsTheTestAlone() throws IOException {
    Files.delete(folder.resolve(TRAIN_IMAGES));
    Files.delete(folder.resolve(TRAIN_LABELS));
    ArrayDataset test = ImageClassification.readTest(folder);
    assertArrayEquals(new float[] {10 / 255f, 11 / 255f, 12 / 255f}, pixels(test));
    assertEquals(1, test.size());
  }

  @ParameterizedTest
  @CsvSource({
    "train-images.idx3-ubyte, false",
    "train-images-idx3-ubyte/train-images-idx3-ubyte, false",
    "train-images-idx3-ubyte/train-images.idx3-ubyte.gz, false",
    "train-images.idx3-ubyte/train-images-idx3-ubyte, false",
    "train-images.idx3-ubyte, true",
    "train-images-idx3-ubyte.gz, true",
    "train-images.idx3-ubyte.gz, true",
  })
  void takesFilesAsProgramsUnpackThem(String name, boolean besideAFolder) throws IOException {
    byte[] content = Files.readAllBytes(folder.resolve(TRAIN_IMAGES));
    Files.delete(folder.resolve(TRAIN_IMAGES));
    Path file = folder.resolve(name);
    Files.createDirectories(besideAFolder ? folder.resolve(TRAIN_IMAGES) : file.getParent());
    Files.write(file, name.endsWith(".gz") ? IdxFileTest.gzip(content) : content);
    assertEquals(2, ImageClassification.read(folder).train().size());
  }

  @Test
  void saysWhichFileIsMissing() throws IOException {
    Files.delete(folder.resolve(TEST_IMAGES));
    String needed =
        "t10k-images-idx3-ubyte in "
            + folder
            + ", plain or with .gz. Four files are needed there: train-images-idx3-ubyte,"
            + " train-labels-idx1-ubyte, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte.";
    refuses("No " + needed, () -> ImageClassification.read(folder));
    Files.createDirectory(folder.resolve("t10k-images-idx3-ubyte"));
    refuses("A folder, and no file " + needed, () -> ImageClassification.readTest(folder));
  }

  private static void refuses(String message, Executable executable) {
    assertEquals(message, assertThrows(DatasetException.class, executable).getMessage());
  }
}
