package dev.flambeau.cpu.memory;

import dev.flambeau.op.DType;
import java.nio.ByteBuffer;

/**
 * A Java array of one element type. Loops that must be fast take the array itself; all others get
 * and set elements as double, which holds every value of every type exactly.
 */
public sealed interface HostArray {

  DType dtype();

  int length();

  double get(int index);

  /** Stores a value that the type can hold. */
  void set(int index, double value);

  /** Copies {@code count} elements to an array of the same type. */
  default void copy(int from, HostArray target, int to, int count) {
    System.arraycopy(array(), from, target.array(), to, count);
  }

  /** Copies elements to as many bytes, from the target's position on. */
  void read(int offset, int count, ByteBuffer target);

  /** Copies elements from as many bytes, from the source's position on. */
  void write(int offset, int count, ByteBuffer source);

  /** The Java array, as the type that all arrays have. */
  Object array();

  default long bytes() {
    return (long) length() * dtype().bytes();
  }

  static HostArray of(DType dtype, int length) {
    return switch (dtype) {
      case FLOAT32 -> new Floats(new float[length]);
      case FLOAT64 -> new Doubles(new double[length]);
      case INT32 -> new Ints(new int[length]);
      case BOOL -> new Bytes(new byte[length]);
    };
  }

  /** FLOAT32. */
  record Floats(float[] array) implements HostArray {
    /** So few are copied one by one: a view of the bytes would be one more object a step. */
    private static final int FEW = 16;

    @Override
    public DType dtype() {
      return DType.FLOAT32;
    }

    @Override
    public int length() {
      return array.length;
    }

    @Override
    public double get(int index) {
      return array[index];
    }

    @Override
    public void set(int index, double value) {
      array[index] = (float) value;
    }

    @Override
    public void read(int offset, int count, ByteBuffer target) {
      target.asFloatBuffer().put(array, offset, count);
    }

    @Override
    public void write(int offset, int count, ByteBuffer source) {
      if (count > FEW) {
        source.asFloatBuffer().get(array, offset, count);
        return;
      }
      for (int i = 0; i < count; i++) {
        array[offset + i] = source.getFloat(source.position() + i * Float.BYTES);
      }
    }
  }

  /** FLOAT64. */
  record Doubles(double[] array) implements HostArray {
    @Override
    public DType dtype() {
      return DType.FLOAT64;
    }

    @Override
    public int length() {
      return array.length;
    }

    @Override
    public double get(int index) {
      return array[index];
    }

    @Override
    public void set(int index, double value) {
      array[index] = value;
    }

    @Override
    public void read(int offset, int count, ByteBuffer target) {
      target.asDoubleBuffer().put(array, offset, count);
    }

    @Override
    public void write(int offset, int count, ByteBuffer source) {
      source.asDoubleBuffer().get(array, offset, count);
    }
  }

  /** INT32. */
  record Ints(int[] array) implements HostArray {
    @Override
    public DType dtype() {
      return DType.INT32;
    }

    @Override
    public int length() {
      return array.length;
    }

    @Override
    public double get(int index) {
      return array[index];
    }

    @Override
    public void set(int index, double value) {
      array[index] = (int) value;
    }

    @Override
    public void read(int offset, int count, ByteBuffer target) {
      target.asIntBuffer().put(array, offset, count);
    }

    @Override
    public void write(int offset, int count, ByteBuffer source) {
      source.asIntBuffer().get(array, offset, count);
    }
  }

  /** BOOL. */
  record Bytes(byte[] array) implements HostArray {
    @Override
    public DType dtype() {
      return DType.BOOL;
    }

    @Override
    public int length() {
      return array.length;
    }

    @Override
    public double get(int index) {
      return array[index];
    }

    @Override
    public void set(int index, double value) {
      array[index] = (byte) value;
    }

    @Override
    public void read(int offset, int count, ByteBuffer target) {
      target.duplicate().put(array, offset, count);
    }

    @Override
    public void write(int offset, int count, ByteBuffer source) {
      source.duplicate().get(array, offset, count);
    }
  }
}
