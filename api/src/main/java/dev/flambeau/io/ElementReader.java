package dev.flambeau.io;

import dev.flambeau.op.DType;
import dev.flambeau.op.Shape;
import dev.flambeau.tensor.HostTensor;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Locale;

/**
 * Reads the elements of one tensor of a file into an array.
 *
 * @param start where they begin in the file
 */
record ElementReader(FileChannel channel, long start, StoredType type) {

  /** Takes the elements of one chunk, the first of which is the tensor's element {@code from}. */
  private interface Chunk {
    void take(ByteBuffer bytes, int from, int to) throws ElementException;
  }

  /** Reads them as of a type that {@link #type} becomes. */
  HostTensor read(Shape shape, DType dtype) throws IOException, ElementException {
    return switch (dtype) {
      case FLOAT32 -> floats(shape);
      case FLOAT64 -> doubles(shape);
      case INT32 -> ints(shape);
      case BOOL -> booleans(shape);
    };
  }

  private HostTensor floats(Shape shape) throws IOException, ElementException {
    float[] values = new float[shape.elements()];
    forEachChunk(
        values.length,
        (bytes, from, to) -> {
          if (type == StoredType.F32) {
            bytes.asFloatBuffer().get(values, from, to - from);
            return;
          }
          for (int i = from; i < to; i++) {
            values[i] = (float) type.real(bytes);
          }
        });
    return new HostTensor.Floats(shape, values);
  }

  private HostTensor doubles(Shape shape) throws IOException, ElementException {
    double[] values = new double[shape.elements()];
    forEachChunk(
        values.length,
        (bytes, from, to) -> {
          for (int i = from; i < to; i++) {
            values[i] = type.real(bytes);
          }
        });
    return new HostTensor.Doubles(shape, values);
  }

  private HostTensor ints(Shape shape) throws IOException, ElementException {
    int[] values = new int[shape.elements()];
    forEachChunk(
        values.length,
        (bytes, from, to) -> {
          for (int i = from; i < to; i++) {
            long element = type.integer(bytes);
            values[i] = (int) element;
            if (!type.fitsInt(element)) {
              throw new ElementException(
                  String.format(
                      Locale.ROOT,
                      "does not fit INT32: element %d (row-major, from 0) is %s",
                      i,
                      type.text(element)));
            }
          }
        });
    return new HostTensor.Ints(shape, values);
  }

  private HostTensor booleans(Shape shape) throws IOException, ElementException {
    boolean[] values = new boolean[shape.elements()];
    forEachChunk(
        values.length,
        (bytes, from, to) -> {
          for (int i = from; i < to; i++) {
            long element = type.integer(bytes);
            values[i] = element == 1;
            if (element != 0 && element != 1) {
              throw new ElementException(
                  String.format(
                      Locale.ROOT,
                      "is BOOL: element %d (row-major, from 0) is %d, neither 0 nor 1",
                      i,
                      element));
            }
          }
        });
    return new HostTensor.Booleans(shape, values);
  }

  private void forEachChunk(int count, Chunk chunk) throws IOException, ElementException {
    ByteBuffer bytes = Safetensors.littleEndian(Safetensors.CHUNK_BYTES);
    int most = Safetensors.CHUNK_BYTES / type.bytes();
    for (int from = 0; from < count; ) {
      int to = from + Math.min(most, count - from);
      bytes.clear().limit((to - from) * type.bytes());
      fill(channel, start + (long) from * type.bytes(), bytes);
      chunk.take(bytes, from, to);
      from = to;
    }
  }

  /** So many bytes of a file, little-endian. */
  static ByteBuffer bytes(FileChannel channel, long start, int count) throws IOException {
    ByteBuffer bytes = Safetensors.littleEndian(count);
    fill(channel, start, bytes);
    return bytes;
  }

  private static void fill(FileChannel channel, long start, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, start + bytes.position()) < 0) {
        throw new EOFException("the file became shorter while it was read");
      }
    }
    bytes.flip();
  }
}
