package dev.flambeau.data;

import dev.flambeau.op.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Map;

/**
 * The header of an IDX file: two bytes of 0, one for the type of the elements, one for the number
 * of dimensions, and the size of each, as 32 bits, big-endian.
 *
 * @param shape one size a dimension, at least one of them
 */
record IdxHeader(Shape shape) {
  private static final int UNSIGNED_BYTE = 0x08;
  private static final Map<Integer, String> OTHER_TYPES =
      Map.of(0x09, "signed byte", 0x0B, "short", 0x0C, "int", 0x0D, "float", 0x0E, "double");

  /** The longest array that every JVM can make. */
  private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

  /** The bytes of header and elements. */
  long fileBytes() {
    return bytes() + shape.elements();
  }

  /** The bytes of the header. */
  long bytes() {
    return 4 + 4L * shape.rank();
  }

  /**
   * Reads one.
   *
   * @throws DatasetException if it is none of unsigned bytes
   */
  static IdxHeader read(InputStream content, String name) throws IOException {
    byte[] magic = content.readNBytes(4);
    if (magic.length < 4) {
      throw truncated(name, 4, magic.length);
    }
    int rank = Byte.toUnsignedInt(magic[3]);
    if (magic[0] != 0 || magic[1] != 0 || rank == 0) {
      throw notIdx(name, magic);
    }
    if (magic[2] != UNSIGNED_BYTE) {
      String type = OTHER_TYPES.get((int) magic[2]);
      if (type == null) {
        throw notIdx(name, magic);
      }
      throw new DatasetException(
          name + ": elements of type " + type + " are not supported, unsigned bytes are.");
    }
    byte[] sizes = content.readNBytes(4 * rank);
    if (sizes.length < 4 * rank) {
      throw truncated(name, 4 + 4L * rank, 4L + sizes.length);
    }
    return new IdxHeader(shape(ByteBuffer.wrap(sizes), rank, name));
  }

  private static Shape shape(ByteBuffer header, int rank, String name) {
    int[] sizes = new int[rank];
    long bytes = 1;
    StringBuilder product = new StringBuilder();
    for (int axis = 0; axis < rank; axis++) {
      long size = Integer.toUnsignedLong(header.getInt());
      product.append(axis == 0 ? "" : " × ").append(size);
      sizes[axis] = (int) size;
      bytes *= size;
      // Checked at each step, before the next product can leave 64 bits.
      if (bytes > MOST_BYTES || size > MOST_BYTES) {
        throw new DatasetException(
            name
                + ": sizes "
                + product
                + (axis + 1 < rank ? " × …" : "")
                + " make more than "
                + MOST_BYTES
                + " bytes, the most that one file may hold.");
      }
    }
    return Shape.of(sizes);
  }

  private static DatasetException notIdx(String name, byte[] magic) {
    return new DatasetException(
        name
            + String.format(
                Locale.ROOT,
                ": not an IDX file of unsigned bytes: it begins with 0x%08x, expected 0x00000801 to",
                ByteBuffer.wrap(magic).getInt())
            + " 0x000008ff, the last byte being the number of dimensions.");
  }

  static DatasetException truncated(String name, long expected, long found) {
    return new DatasetException(
        name + ": truncated: " + expected + " bytes expected, " + found + " found.");
  }
}
