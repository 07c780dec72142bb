package dev.flambeau.data;

import dev.flambeau.op.Shape;
import dev.flambeau.tensor.HostTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Grey images in classes, in the four IDX files that MNIST is made of, as are Fashion-MNIST, KMNIST
 * and EMNIST: images and labels, for training ({@code train-}) and test ({@code t10k-}).
 *
 * @param train the examples to learn from; inputs {@code (N, H · W)}, pixels from 0 to 1
 * @param test the examples to be tested on, of the same form
 * @param image {@code (H, W)}
 * @param classes the number of classes
 */
public record ImageClassification(ArrayDataset train, ArrayDataset test, Shape image, int classes) {
  private static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
  private static final String TRAIN_LABELS = "train-labels-idx1-ubyte";
  private static final String TEST_IMAGES = "t10k-images-idx3-ubyte";
  private static final String TEST_LABELS = "t10k-labels-idx1-ubyte";

  /**
   * Reads the four files of a folder, each plain or with {@code .gz} behind its name. There are as
   * many classes as the largest label needs.
   *
   * @throws DatasetException if a file is missing or damaged, or the files do not fit together
   * @throws IOException if a file cannot be read
   */
  public static ImageClassification read(Path folder) throws IOException {
    IdxFile trainLabels = file(folder, TRAIN_LABELS, 1);
    IdxFile testLabels = file(folder, TEST_LABELS, 1);
    int classes = 1 + Math.max(largest(trainLabels), largest(testLabels));
    return read(folder, trainLabels, testLabels, classes);
  }

  /**
   * As {@link #read(Path)}, for a given number of classes.
   *
   * @throws DatasetException also if a label is not below {@code classes}
   */
  public static ImageClassification read(Path folder, int classes) throws IOException {
    return read(folder, file(folder, TRAIN_LABELS, 1), file(folder, TEST_LABELS, 1), classes);
  }

  private static ImageClassification read(
      Path folder, IdxFile trainLabels, IdxFile testLabels, int classes) throws IOException {
    IdxFile trainImages = file(folder, TRAIN_IMAGES, 3);
    IdxFile testImages = file(folder, TEST_IMAGES, 3);
    Shape image = trainImages.shape().slice(1, 3);
    if (!image.equals(testImages.shape().slice(1, 3))) {
      throw new DatasetException(
          "Training and test images differ in size: "
              + trainImages.name()
              + " has shape "
              + trainImages.shape()
              + ", "
              + testImages.name()
              + " "
              + testImages.shape()
              + ".");
    }
    ArrayDataset train = dataset(trainImages, trainLabels, classes);
    return new ImageClassification(train, dataset(testImages, testLabels, classes), image, classes);
  }

  private static IdxFile file(Path folder, String name, int rank) throws IOException {
    for (Path path : List.of(folder.resolve(name), folder.resolve(name + ".gz"))) {
      if (Files.exists(path)) {
        IdxFile file = IdxFile.read(path);
        if (file.shape().rank() != rank) {
          throw new DatasetException(
              path + ": " + rank + " dimensions expected, found shape " + file.shape() + ".");
        }
        return file;
      }
    }
    throw new DatasetException(
        "No "
            + name
            + " in "
            + folder
            + ", plain or with .gz. Four files are needed there: "
            + String.join(", ", TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS)
            + ".");
  }

  private static ArrayDataset dataset(IdxFile images, IdxFile labels, int classes) {
    int count = images.shape().size(0);
    if (count != labels.shape().size(0)) {
      throw new DatasetException(
          images.name()
              + " has "
              + count
              + " images, "
              + labels.name()
              + " has "
              + labels.shape().size(0)
              + " labels. There must be a label for each image.");
    }
    Shape shape = Shape.of(count, images.shape().elements(1, 3));
    try {
      return new ArrayDataset(
              HostTensor.of(pixels(images), shape.sizes()), HostTensor.of(labels(labels), count))
          .withClasses(classes);
    } catch (DatasetException e) {
      throw new DatasetException(labels.name() + ": " + e.getMessage(), e);
    }
  }

  private static float[] pixels(IdxFile images) {
    byte[] bytes = images.elements();
    float[] pixels = new float[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      pixels[i] = Byte.toUnsignedInt(bytes[i]) / 255f;
    }
    return pixels;
  }

  private static int[] labels(IdxFile file) {
    int[] labels = new int[file.elements().length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = Byte.toUnsignedInt(file.elements()[i]);
    }
    return labels;
  }

  private static int largest(IdxFile labels) {
    int largest = -1;
    for (byte label : labels.elements()) {
      largest = Math.max(largest, Byte.toUnsignedInt(label));
    }
    return largest;
  }
}
