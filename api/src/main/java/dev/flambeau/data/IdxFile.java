package dev.flambeau.data;

import dev.flambeau.op.Shape;
import java.io.IOException;
import java.nio.file.Path;

/**
 * An array of unsigned bytes in the IDX format, in which MNIST and its relatives are published:
 * plain, or compressed by gzip.
 *
 * <p>A header tells the type of the elements and the size of each dimension; the elements follow,
 * row-major, up to the end of the file.
 *
 * @param name where it was read from, for messages
 * @param shape one size a dimension, at least one of them
 * @param elements one byte an element, unsigned
 * @see "Y. LeCun, C. Cortes, C. J. C. Burges: The MNIST database of handwritten digits"
 */
public record IdxFile(String name, Shape shape, byte[] elements) {
  /**
   * Reads a file. Memory is taken when the header has been compared with the file's size.
   *
   * @throws DatasetException if its content is not an IDX file of unsigned bytes, whole and without
   *     more behind it, or the heap has no room for it
   * @throws IOException if it cannot be read
   */
  public static IdxFile read(Path file) throws IOException {
    try (IdxReader reader = IdxReader.open(file)) {
      return new IdxFile(reader.name(), reader.shape(), reader.bytes());
    }
  }
}
