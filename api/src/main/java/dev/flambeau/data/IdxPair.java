package dev.flambeau.data;

import dev.flambeau.op.Shape;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The images and the labels of a part of MNIST, or of one of its relatives: two files, opened,
 * whose headers fit together.
 *
 * @param images {@code (N, H, W)}
 * @param labels {@code (N)}
 */
record IdxPair(IdxReader images, IdxReader labels) implements Closeable {
  private static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
  private static final String TRAIN_LABELS = "train-labels-idx1-ubyte";
  private static final String TEST_IMAGES = "t10k-images-idx3-ubyte";
  private static final String TEST_LABELS = "t10k-labels-idx1-ubyte";

  /** The examples to learn from. */
  static IdxPair training(Path folder) throws IOException {
    return open(folder, TRAIN_IMAGES, TRAIN_LABELS);
  }

  /** The examples to be tested on. */
  static IdxPair test(Path folder) throws IOException {
    return open(folder, TEST_IMAGES, TEST_LABELS);
  }

  private static IdxPair open(Path folder, String imagesName, String labelsName)
      throws IOException {
    Path imagesFile = file(folder, imagesName);
    Path labelsFile = file(folder, labelsName);
    IdxReader images = open(imagesFile, 3);
    try {
      IdxPair pair = new IdxPair(images, open(labelsFile, 1));
      pair.check();
      return pair;
    } catch (IOException | RuntimeException | Error e) {
      images.close();
      throw e;
    }
  }

  private static IdxReader open(Path file, int rank) throws IOException {
    IdxReader reader = IdxReader.open(file);
    if (reader.shape().rank() != rank) {
      reader.close();
      throw new DatasetException(
          file + ": " + rank + " dimensions expected, found shape " + reader.shape() + ".");
    }
    return reader;
  }

  private void check() throws IOException {
    if (images.shape().size(0) != labels.shape().size(0)) {
      labels.close();
      throw new DatasetException(
          images.name()
              + " has "
              + images.shape().size(0)
              + " images, "
              + labels.name()
              + " has "
              + labels.shape().size(0)
              + " labels. There must be a label for each image.");
    }
  }

  /** The file of a name: as published, or as programs that unpack it leave it. */
  private static Path file(Path folder, String name) {
    List<String> names = new ArrayList<>();
    for (String spelled : List.of(name, name.replace("-idx", ".idx"))) {
      names.add(spelled);
      names.add(spelled + ".gz");
    }
    for (String outer : names) {
      if (Files.exists(folder.resolve(outer)) && !Files.isDirectory(folder.resolve(outer))) {
        return folder.resolve(outer);
      }
    }
    for (String outer : names) {
      for (String inner : names) {
        Path file = folder.resolve(outer).resolve(inner);
        if (Files.exists(file) && !Files.isDirectory(file)) {
          return file;
        }
      }
    }
    throw new DatasetException(
        (Files.isDirectory(folder.resolve(name)) ? "A folder, and no file " : "No ")
            + name
            + " in "
            + folder
            + ", plain or with .gz. Four files are needed there: "
            + String.join(", ", TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS)
            + ".");
  }

  /** {@code (H, W)}. */
  Shape image() {
    return images.shape().slice(1, 3);
  }

  @Override
  public void close() throws IOException {
    try (images) {
      labels.close();
    }
  }
}
