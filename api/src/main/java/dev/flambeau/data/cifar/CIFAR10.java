package dev.flambeau.data.cifar;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * CIFAR-10: pictures of 32 by 32 in ten classes, 50,000 for training and 10,000 for test.
 *
 * @see "A. Krizhevsky: Learning Multiple Layers of Features from Tiny Images, 2009"
 */
public final class CIFAR10 {
  private static final int CLASSES = 10;
  private static final List<String> TRAINING =
      List.of(
          "data_batch_1.bin",
          "data_batch_2.bin",
          "data_batch_3.bin",
          "data_batch_4.bin",
          "data_batch_5.bin");

  private CIFAR10() {}

  /**
   * Reads {@code data_batch_1.bin} to {@code data_batch_5.bin} and {@code test_batch.bin} of a
   * folder, as unpacked from {@code cifar-10-binary.tar.gz}, and the classes' names in {@code
   * batches.meta.txt}, which are their numbers where there is no such file.
   *
   * @throws dev.flambeau.data.DatasetException if a file is missing or damaged
   * @throws IOException if a file cannot be read
   */
  public static CifarData read(Path folder) throws IOException {
    List<String> names = ClassNames.read(folder.resolve("batches.meta.txt"), CLASSES);
    CifarLayout layout = new CifarLayout(1, 0, CLASSES);
    return new CifarData(
        layout.read(folder, TRAINING), layout.read(folder, List.of("test_batch.bin")), names);
  }
}
