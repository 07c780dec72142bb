package dev.flambeau.data;

import dev.flambeau.op.Shape;
import dev.flambeau.tensor.HostTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;

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

  /**
   * Reads the four files of a folder, each plain or with {@code .gz} behind its name, with a hyphen
   * or a dot in it ({@code train-images.idx3-ubyte}), and perhaps in a folder of its name. There
   * are as many classes as the largest label needs.
   *
   * @throws DatasetException if a file is missing or damaged, the files do not fit together, or the
   *     heap has no room for them
   * @throws IOException if a file cannot be read
   */
  public static ImageClassification read(Path folder) throws IOException {
    return read(folder, OptionalInt.empty());
  }

  /**
   * As {@link #read(Path)}, for a given number of classes.
   *
   * @throws DatasetException also if a label is not below {@code classes}
   */
  public static ImageClassification read(Path folder, int classes) throws IOException {
    return read(folder, OptionalInt.of(new Classes(classes).count()));
  }

  /**
   * The test's examples alone, from their two files; as {@link #read(Path)} reads them.
   *
   * @throws DatasetException if a file is missing or damaged, or the two do not fit together
   */
  public static ArrayDataset readTest(Path folder) throws IOException {
    try (IdxPair files = IdxPair.test(folder)) {
      return dataset(files, files.labels().integers());
    }
  }

  private static ImageClassification read(Path folder, OptionalInt given) throws IOException {
    try (IdxPair train = IdxPair.training(folder);
        IdxPair test = IdxPair.test(folder)) {
      if (!train.image().equals(test.image())) {
        throw new DatasetException(
            "Training and test images differ in size: "
                + train.images().name()
                + " has shape "
                + train.images().shape()
                + ", "
                + test.images().name()
                + " "
                + test.images().shape()
                + ".");
      }
      int[] trainLabels = train.labels().integers();
      int[] testLabels = test.labels().integers();
      int classes = given.orElse(1 + Math.max(largest(trainLabels), largest(testLabels)));
      check(train, trainLabels, classes);
      check(test, testLabels, classes);
      return new ImageClassification(
          dataset(train, trainLabels), dataset(test, testLabels), train.image(), classes);
    }
  }

  private static void check(IdxPair files, int[] labels, int classes) {
    if (labels.length > 0) {
      new Classes(classes)
          .check(HostTensor.of(labels, labels.length), " of " + files.labels().name());
    }
  }

  private static ArrayDataset dataset(IdxPair files, int[] labels) throws IOException {
    float[] pixels = files.images().fractions();
    return new ArrayDataset(
        HostTensor.of(pixels, labels.length, files.image().elements()),
        HostTensor.of(labels, labels.length));
  }

  private static int largest(int[] labels) {
    int largest = -1;
    for (int label : labels) {
      largest = Math.max(largest, label);
    }
    return largest;
  }
}
