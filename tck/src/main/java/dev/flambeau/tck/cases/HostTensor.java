package dev.flambeau.tck.cases;

import dev.flambeau.op.Philox;
import dev.flambeau.op.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A tensor in the host's memory, row-major and in the machine's byte order, as backends read and
 * write it.
 */
public record HostTensor(TensorType type, ByteBuffer bytes) {

  /** A tensor of zeros. */
  public static HostTensor zeros(TensorType type) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(Math.toIntExact(type.bytes()));
    return new HostTensor(type, bytes.order(ByteOrder.nativeOrder()));
  }

  /** A tensor filled by a pattern from a sequence of random words. */
  public static HostTensor of(TensorType type, Values values, Philox random) {
    HostTensor tensor = zeros(type);
    for (int i = 0; i < type.elements(); i++) {
      tensor.put(i, values.at(random.word(i), i));
    }
    return tensor;
  }

  /** Sets element {@code i}, rounded to the type as Java casts. */
  public void put(int i, double value) {
    switch (type.dtype()) {
      case FLOAT32 -> bytes.putFloat(4 * i, (float) value);
      case FLOAT64 -> bytes.putDouble(8 * i, value);
      case INT32 -> bytes.putInt(4 * i, (int) value);
      case BOOL -> bytes.put(i, (byte) (value != 0 ? 1 : 0));
    }
  }

  /** Element {@code i}; every type's values are exact in a double. */
  public double value(int i) {
    return switch (type.dtype()) {
      case FLOAT32 -> bytes.getFloat(4 * i);
      case FLOAT64 -> bytes.getDouble(8 * i);
      case INT32 -> bytes.getInt(4 * i);
      case BOOL -> bytes.get(i);
    };
  }

  /** The bits of element {@code i}, sign-extended. */
  public long bits(int i) {
    return switch (type.dtype()) {
      case FLOAT32, INT32 -> bytes.getInt(4 * i);
      case FLOAT64 -> bytes.getLong(8 * i);
      case BOOL -> bytes.get(i);
    };
  }

  /** The elements from {@code start} on, as a tensor that shares them. */
  public HostTensor slice(int start, TensorType part) {
    int size = type.dtype().bytes();
    ByteBuffer slice = bytes.slice(start * size, Math.toIntExact(part.bytes()));
    return new HostTensor(part, slice.order(ByteOrder.nativeOrder()));
  }
}
