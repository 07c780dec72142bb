package dev.flambeau.tensor.memory;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.View;
import dev.flambeau.op.DType;
import dev.flambeau.op.Shape;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.op.TensorType;
import dev.flambeau.tensor.error.OutOfHostMemoryException;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Supplier;

/**
 * Elements between arrays of the host and a device's memory, in parts: a buffer of bytes ends at 2
 * GiB, where arrays of larger elements do not, and one as long as the tensor would take its memory
 * once more.
 *
 * <p>The buffer is there before the first part moves, so that lack of memory changes nothing.
 */
public final class HostTransfer {
  private static final int PART_BYTES = 1 << 24;

  /** The longest array that every JVM gives. */
  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  /**
   * So few values are written by way of one and the same buffer, as an optimizer's at each step.
   */
  private static final int FEW = 16;

  private static final ThreadLocal<ByteBuffer> SMALL =
      ThreadLocal.withInitial(() -> inMachineOrder(FEW * Float.BYTES));

  private HostTransfer() {}

  private static ByteBuffer inMachineOrder(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
  }

  /**
   * An array for all elements of a tensor: of float, double, int or boolean.
   *
   * @throws ShapeMismatchException if they are more than an array holds
   * @throws OutOfHostMemoryException if there is no room for it
   */
  public static Object array(String method, TensorType type) {
    if (type.elements() > LONGEST_ARRAY) {
      throw new ShapeMismatchException(
          method
              + ": "
              + type
              + " has "
              + type.elements()
              + " elements, and an array of Java's holds at most "
              + LONGEST_ARRAY
              + ". Read it in slices along an axis.");
    }
    long bytes = (long) type.elements() * type.dtype().bytes();
    return guard(method, bytes, () -> Array.newInstance(component(type.dtype()), type.elements()));
  }

  /** Runs what takes so many bytes of the heap at once, and names them if it cannot. */
  private static <T> T guard(String what, long bytes, Supplier<T> allocation) {
    try {
      return allocation.get();
    } catch (OutOfMemoryError e) {
      throw new OutOfHostMemoryException(
          what
              + ": no room for "
              + bytes
              + " bytes on Java's heap, which may grow to "
              + Runtime.getRuntime().maxMemory()
              + ". Take fewer at once, or give Java more with -Xmx.",
          e);
    }
  }

  private static Class<?> component(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> float.class;
      case FLOAT64 -> double.class;
      case INT32 -> int.class;
      case BOOL -> boolean.class;
    };
  }

  /** Waits, and copies all elements of a view to an array. */
  public static void read(Backend backend, View source, Object array) {
    inParts(
        "read",
        source.type(),
        (bytes, first, count) -> {
          backend.read(part(source, first, count), bytes);
          get(bytes.rewind(), array, first, count);
        });
  }

  /** Copies an array's elements to a view of as many. */
  public static void write(Backend backend, Object array, View target) {
    if (array instanceof float[] floats && floats.length <= FEW) {
      writeFew(backend, floats, target);
      return;
    }
    inParts(
        "write",
        target.type(),
        (bytes, first, count) -> {
          put(array, first, count, bytes);
          backend.write(bytes.rewind(), part(target, first, count));
        });
  }

  private static void writeFew(Backend backend, float[] values, View target) {
    ByteBuffer bytes = SMALL.get().clear().limit(values.length * Float.BYTES);
    for (int i = 0; i < values.length; i++) {
      bytes.putFloat(Float.BYTES * i, values[i]);
    }
    backend.write(bytes, target);
  }

  /** Copies elements from one device to another. */
  public static void copy(Backend from, View source, Backend into, View target) {
    inParts(
        "copy",
        source.type(),
        (bytes, first, count) -> {
          from.read(part(source, first, count), bytes);
          into.write(bytes.rewind(), part(target, first, count));
        });
  }

  /** Moves the elements from {@code first} on by way of a buffer that is as long as they are. */
  @FunctionalInterface
  private interface Move {
    void part(ByteBuffer bytes, int first, int count);
  }

  private static void inParts(String method, TensorType type, Move move) {
    int elements = type.elements();
    int elementBytes = type.dtype().bytes();
    int most = Math.min(elements, PART_BYTES / elementBytes);
    int size = most * elementBytes;
    ByteBuffer bytes = guard(method, size, () -> inMachineOrder(size));
    for (int moved = 0; moved < elements; ) {
      int count = Math.min(most, elements - moved);
      move.part(bytes.clear().limit(count * elementBytes), moved, count);
      moved += count;
    }
  }

  private static View part(View whole, int first, int count) {
    if (count == whole.type().elements()) {
      return whole;
    }
    return new View(whole.buffer(), whole.offset() + first, whole.type().with(Shape.of(count)));
  }

  private static void get(ByteBuffer bytes, Object array, int first, int count) {
    if (array instanceof float[] floats) {
      bytes.asFloatBuffer().get(floats, first, count);
    } else if (array instanceof double[] doubles) {
      bytes.asDoubleBuffer().get(doubles, first, count);
    } else if (array instanceof int[] ints) {
      bytes.asIntBuffer().get(ints, first, count);
    } else {
      boolean[] booleans = (boolean[]) array;
      for (int i = 0; i < count; i++) {
        booleans[first + i] = bytes.get(i) != 0;
      }
    }
  }

  private static void put(Object array, int first, int count, ByteBuffer bytes) {
    if (array instanceof float[] floats) {
      bytes.asFloatBuffer().put(floats, first, count);
    } else if (array instanceof double[] doubles) {
      bytes.asDoubleBuffer().put(doubles, first, count);
    } else if (array instanceof int[] ints) {
      bytes.asIntBuffer().put(ints, first, count);
    } else {
      boolean[] booleans = (boolean[]) array;
      for (int i = 0; i < count; i++) {
        bytes.put(i, (byte) (booleans[first + i] ? 1 : 0));
      }
    }
  }
}
