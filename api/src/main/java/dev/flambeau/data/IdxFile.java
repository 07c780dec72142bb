package dev.flambeau.data;

import dev.flambeau.op.Shape;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * An array of unsigned bytes in the IDX format, in which MNIST and its relatives are published:
 * plain, or compressed by gzip.
 *
 * <p>The file begins with two bytes of 0, one for the type of the elements and one for the number
 * of dimensions. The size of each dimension follows, as 32 bits, big-endian, and then the elements,
 * row-major, up to the end of the file.
 *
 * @param name where it was read from, for messages
 * @param shape one size a dimension, at least one of them
 * @param elements one byte an element, unsigned
 * @see "Y. LeCun, C. Cortes, C. J. C. Burges: The MNIST database of handwritten digits"
 */
public record IdxFile(String name, Shape shape, byte[] elements) {
  private static final int UNSIGNED_BYTE = 0x08;
  private static final Map<Integer, String> OTHER_TYPES =
      Map.of(0x09, "signed byte", 0x0B, "short", 0x0C, "int", 0x0D, "float", 0x0E, "double");

  /** The longest array that every JVM can make. */
  private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

  private static final int GZIP_MAGIC = 0x1F8B;

  /**
   * Reads a file.
   *
   * @throws DatasetException if its content is not an IDX file of unsigned bytes, whole and without
   *     more behind it
   * @throws IOException if it cannot be read
   */
  public static IdxFile read(Path file) throws IOException {
    try (InputStream stream = Files.newInputStream(file)) {
      return read(stream, file.toString());
    }
  }

  /**
   * Reads a stream to its end and leaves it open.
   *
   * @param name what messages call the stream
   * @throws DatasetException if its content is not an IDX file of unsigned bytes, whole and without
   *     more behind it
   * @throws IOException if it cannot be read
   */
  public static IdxFile read(InputStream stream, String name) throws IOException {
    try {
      InputStream content = unzipped(new BufferedInputStream(stream));
      Shape shape = shape(content, name);
      int header = 4 + 4 * shape.rank();
      byte[] elements = upTo(shape.elements(), content);
      if (elements.length < shape.elements()) {
        throw truncated(name, (long) header + shape.elements(), header + elements.length);
      }
      if (content.read() >= 0) {
        throw new DatasetException(
            name
                + ": more bytes follow the "
                + ((long) header + shape.elements())
                + " that its header, of shape "
                + shape
                + ", announces.");
      }
      return new IdxFile(name, shape, elements);
    } catch (EOFException e) {
      throw new DatasetException(name + ": the gzip data ends early.", e);
    } catch (ZipException e) {
      throw new DatasetException(name + ": the gzip data is damaged: " + e.getMessage() + ".", e);
    }
  }

  /** IDX begins with zeros, so the first two bytes tell whether it is compressed. */
  private static InputStream unzipped(BufferedInputStream stream) throws IOException {
    stream.mark(2);
    int magic = stream.read() << 8 | stream.read();
    stream.reset();
    return magic == GZIP_MAGIC ? new GZIPInputStream(stream) : stream;
  }

  private static Shape shape(InputStream content, String name) throws IOException {
    byte[] magic = upTo(4, content);
    if (magic.length < 4) {
      throw truncated(name, 4, magic.length);
    }
    if (magic[0] != 0 || magic[1] != 0) {
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
    int rank = Byte.toUnsignedInt(magic[3]);
    if (rank == 0) {
      throw notIdx(name, magic);
    }
    byte[] sizes = upTo(4 * rank, content);
    if (sizes.length < 4 * rank) {
      throw truncated(name, 4 + 4 * rank, 4 + sizes.length);
    }
    return shape(ByteBuffer.wrap(sizes), rank, name);
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
            + ": not an IDX file of unsigned bytes: it begins with 0x%08x, expected 0x00000801 to"
                .formatted(ByteBuffer.wrap(magic).getInt())
            + " 0x000008ff, the last byte being the number of dimensions.");
  }

  private static DatasetException truncated(String name, long expected, int found) {
    return new DatasetException(
        name + ": truncated: " + expected + " bytes expected, " + found + " found.");
  }

  /**
   * The next bytes, fewer where the stream ends. Memory grows with what arrives and not with what a
   * header announces; a gzip stream that is cut off ends where it is cut.
   */
  private static byte[] upTo(int limit, InputStream stream) throws IOException {
    var bytes = new ByteArrayOutputStream(Math.min(limit, 1 << 16));
    byte[] chunk = new byte[Math.min(limit, 1 << 16)];
    try {
      int count;
      while (bytes.size() < limit
          && (count = stream.read(chunk, 0, Math.min(chunk.length, limit - bytes.size()))) >= 0) {
        bytes.write(chunk, 0, count);
      }
    } catch (EOFException e) {
      // What came before is all there is.
    }
    return bytes.toByteArray();
  }
}
