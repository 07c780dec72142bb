package dev.flambeau.tck;

import dev.flambeau.op.DType;
import dev.flambeau.op.Shape;
import dev.flambeau.tck.cases.HostTensor;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Compares two tensors bit for bit: −0 is not +0, a NaN is not a number, and any NaN is any other.
 */
final class Difference {
  private Difference() {}

  /** How many elements differ, and all about the first of them; empty if none does. */
  static Optional<String> between(HostTensor expected, HostTensor actual) {
    int first = -1;
    int count = 0;
    for (int i = 0; i < expected.type().elements(); i++) {
      if (!same(expected, actual, i)) {
        first = count == 0 ? i : first;
        count++;
      }
    }
    return count == 0 ? Optional.empty() : Optional.of(text(expected, actual, first, count));
  }

  private static boolean same(HostTensor expected, HostTensor actual, int i) {
    return expected.bits(i) == actual.bits(i)
        || expected.type().dtype().isFloating()
            && Double.isNaN(expected.value(i))
            && Double.isNaN(actual.value(i));
  }

  private static String text(HostTensor expected, HostTensor actual, int first, int count) {
    return count
        + " of "
        + expected.type().elements()
        + " elements, first at "
        + index(expected.type().shape(), first)
        + ": expected "
        + element(expected, first)
        + ", is "
        + element(actual, first)
        + distance(expected, actual, first);
  }

  /** The place of element {@code i} along each axis. */
  static String index(Shape shape, int i) {
    int[] strides = shape.strides();
    int[] index = new int[strides.length];
    for (int axis = 0; axis < index.length; axis++) {
      index[axis] = i / strides[axis] % shape.size(axis);
    }
    return Arrays.toString(index);
  }

  /** {@code 1.0 (0x3f800000)}. */
  static String element(HostTensor tensor, int i) {
    return switch (tensor.type().dtype()) {
      case FLOAT32 ->
          (float) tensor.value(i) + String.format(Locale.ROOT, " (0x%08x)", (int) tensor.bits(i));
      case FLOAT64 -> tensor.value(i) + String.format(Locale.ROOT, " (0x%016x)", tensor.bits(i));
      case INT32 -> tensor.bits(i) + String.format(Locale.ROOT, " (0x%08x)", (int) tensor.bits(i));
      case BOOL -> tensor.bits(i) + String.format(Locale.ROOT, " (0x%02x)", tensor.bits(i) & 0xFF);
    };
  }

  /** How many floats lie between; nothing for a NaN and for other types. */
  private static String distance(HostTensor expected, HostTensor actual, int i) {
    if (expected.type().dtype() != DType.FLOAT32
        || Double.isNaN(expected.value(i))
        || Double.isNaN(actual.value(i))) {
      return "";
    }
    return ", " + Math.abs(rank(expected.bits(i)) - rank(actual.bits(i))) + " ULP away";
  }

  /** Numbers the floats in ascending order, −0 just before +0. */
  private static long rank(long bits) {
    return bits >= 0 ? bits : Integer.MIN_VALUE - bits - 1;
  }
}
