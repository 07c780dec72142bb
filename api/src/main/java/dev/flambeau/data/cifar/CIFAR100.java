package dev.flambeau.data.cifar;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * CIFAR-100: pictures of 32 by 32 in a hundred classes, which make up twenty coarse ones; 50,000
 * for training and 10,000 for test.
 *
 * @see "A. Krizhevsky: Learning Multiple Layers of Features from Tiny Images, 2009"
 */
public final class CIFAR100 {
  private static final int LABELS = 2;
  private static final int CLASSES = 100;
  private static final int COARSE_CLASSES = 20;

  private CIFAR100() {}

  /**
   * Reads {@code train.bin} and {@code test.bin} of a folder, as unpacked from {@code
   * cifar-100-binary.tar.gz}, with their fine labels, and the classes' names in {@code
   * fine_label_names.txt}, which are their numbers where there is no such file.
   *
   * @throws dev.flambeau.data.DatasetException if a file is missing or damaged
   * @throws IOException if a file cannot be read
   */
  public static CifarData read(Path folder) throws IOException {
    return read(folder, new CifarLayout(LABELS, 1, CLASSES), "fine_label_names.txt");
  }

  /**
   * As {@link #read}, with the coarse labels and {@code coarse_label_names.txt}.
   *
   * @throws dev.flambeau.data.DatasetException if a file is missing or damaged
   * @throws IOException if a file cannot be read
   */
  public static CifarData readCoarse(Path folder) throws IOException {
    return read(folder, new CifarLayout(LABELS, 0, COARSE_CLASSES), "coarse_label_names.txt");
  }

  private static CifarData read(Path folder, CifarLayout layout, String names) throws IOException {
    return new CifarData(
        layout.read(folder, List.of("train.bin")),
        layout.read(folder, List.of("test.bin")),
        ClassNames.read(folder.resolve(names), layout.classes()));
  }
}
