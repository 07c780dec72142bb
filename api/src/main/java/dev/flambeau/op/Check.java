package dev.flambeau.op;

import java.util.List;

/** The checks that type rules share, with the words of their refusals in one place. */
final class Check {
  private Check() {}

  static void count(Op op, List<TensorType> inputs, int expected) {
    if (inputs.size() != expected) {
      throw new ShapeMismatchException(
          op.name()
              + ": takes "
              + expected
              + " inputs, was given "
              + inputs.size()
              + ": "
              + inputs);
    }
  }

  static void floating(Op op, List<TensorType> inputs) {
    for (TensorType input : inputs) {
      if (!input.dtype().isFloating()) {
        throw new TypeMismatchException(
            op.name()
                + ": takes FLOAT32 or FLOAT64, was given "
                + inputs
                + ". Cast the "
                + input.dtype()
                + " tensor first.");
      }
    }
    sameType(op, inputs);
  }

  static void dtype(Op op, String role, TensorType input, DType expected) {
    if (input.dtype() != expected) {
      throw new TypeMismatchException(
          op.name() + ": " + role + " must be " + expected + ", was given " + input);
    }
  }

  static void sameType(Op op, List<TensorType> inputs) {
    for (TensorType input : inputs) {
      if (input.dtype() != inputs.get(0).dtype()) {
        throw new TypeMismatchException(
            op.name()
                + ": inputs must have one element type, were given "
                + inputs
                + ". Cast one of them.");
      }
    }
  }

  static void bounds(String op, double min, double max) {
    if (Double.isNaN(min) || Double.isNaN(max)) {
      throw new AttributeException(
          op + ": min and max must be numbers, were given " + min + " and " + max);
    }
  }

  static void orderedBounds(String op, double min, double max) {
    bounds(op, min, max);
    if (min > max) {
      throw new AttributeException(
          op + ": min must not be above max, were given " + min + " and " + max);
    }
  }

  static void finite(String op, String role, double number) {
    if (!Float.isFinite((float) number)) {
      throw new AttributeException(
          op + ": " + role + " must be a finite number, was given " + number);
    }
  }

  /** A number that is divided by. */
  static void divisor(String op, String role, double number) {
    finite(op, role, number);
    if ((float) number == 0) {
      throw new AttributeException(op + ": " + role + " must not be 0");
    }
  }

  static void probability(String op, double p) {
    if (!(p >= 0 && p <= 1)) {
      throw new AttributeException(op + ": a probability is between 0 and 1, was given " + p);
    }
  }

  static void rank(Op op, String role, TensorType input, int expected) {
    if (input.shape().rank() != expected) {
      throw new ShapeMismatchException(
          op.name() + ": " + role + " must have " + expected + " axes, was given " + input.shape());
    }
  }

  static void shape(Op op, String role, TensorType input, Shape expected) {
    if (!input.shape().equals(expected)) {
      throw new ShapeMismatchException(
          op.name() + ": " + role + " must be " + expected + ", was given " + input.shape());
    }
  }

  static void axis(Op op, int axis, Shape shape) {
    if (axis < 0 || axis >= shape.rank()) {
      throw new ShapeMismatchException(
          op.name() + ": no axis " + axis + " in " + shape + ", which has " + shape.rank());
    }
  }

  /** The size that an axis comes to. */
  static int size(Op op, int axis, long size) {
    if (size > Integer.MAX_VALUE) {
      throw new ShapeMismatchException(
          op.name()
              + ": axis "
              + axis
              + " would have "
              + size
              + " positions; 2147483647 are the most");
    }
    return (int) size;
  }

  /** The shape that all of these broadcast to by NumPy's rules. */
  static Shape broadcast(Op op, List<TensorType> inputs) {
    Shape result = inputs.get(0).shape();
    for (TensorType input : inputs) {
      result = broadcast(op, result, input.shape(), inputs);
    }
    return result;
  }

  static Shape broadcast(Op op, Shape left, Shape right, List<TensorType> inputs) {
    if (left.equals(right)) {
      return left;
    }
    int rank = Math.max(left.rank(), right.rank());
    int[] sizes = new int[rank];
    for (int back = 1; back <= rank; back++) {
      int a = back <= left.rank() ? left.size(-back) : 1;
      int b = back <= right.rank() ? right.size(-back) : 1;
      if (a != b && a != 1 && b != 1) {
        throw new ShapeMismatchException(
            op.name()
                + ": sizes "
                + a
                + " and "
                + b
                + " at axis -"
                + back
                + " do not broadcast: "
                + inputs
                + ". Aligned at the last axis, sizes must be equal or 1.");
      }
      sizes[rank - back] = a == 1 ? b : a;
    }
    return Shape.of(sizes);
  }
}
