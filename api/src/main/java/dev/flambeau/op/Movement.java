package dev.flambeau.op;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** Ops that put elements elsewhere and change none of them; they take every element type. */
public sealed interface Movement extends Op {

  /** The same elements in the same order under another shape: always a view. */
  record Reshape(Shape shape) implements Movement {
    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
      Check.count(this, inputs, 1);
      TensorType x = inputs.get(0);
      if (x.elements() != shape.elements()) {
        throw new ShapeMismatchException(
            "reshape: "
                + x.shape()
                + " has "
                + x.elements()
                + " elements, "
                + shape
                + " has "
                + shape.elements());
      }
      return List.of(x.with(shape));
    }

    @Override
    public OptionalInt viewOffset(List<TensorType> inputs) {
      return OptionalInt.of(0);
    }
  }

  /** The input repeated along new axes and along axes of size 1. */
  record Expand(Shape shape) implements Movement {
    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
      Check.count(this, inputs, 1);
      TensorType x = inputs.get(0);
      if (!x.shape().broadcastsTo(shape)) {
        throw new ShapeMismatchException(
            "expand: "
                + x.shape()
                + " does not stretch to "
                + shape
                + ". Aligned at the last axis, its sizes must be equal to the target's or 1.");
      }
      return List.of(x.with(shape));
    }
  }

  /** Axis {@code i} of the output is axis {@code permutation[i]} of the input. */
  record Transpose(List<Integer> permutation) implements Movement {
    public Transpose {
      permutation = List.copyOf(permutation);
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
      Check.count(this, inputs, 1);
      Shape shape = inputs.get(0).shape();
      int[] sizes = new int[shape.rank()];
      List<Integer> sorted = permutation.stream().sorted().toList();
      for (int axis = 0; axis < sizes.length; axis++) {
        if (sorted.size() != sizes.length || sorted.get(axis) != axis) {
          throw new ShapeMismatchException(
              "transpose: " + permutation + " is no permutation of the axes of " + shape);
        }
        sizes[axis] = shape.size(permutation.get(axis));
      }
      return List.of(inputs.get(0).with(Shape.of(sizes)));
    }
  }

  /** The positions from {@code start} up to and without {@code end} along an axis. */
  record Slice(int axis, int start, int end) implements Movement {
    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
      Check.count(this, inputs, 1);
      Shape shape = inputs.get(0).shape();
      Check.axis(this, axis, shape);
      if (start < 0 || end < start || end > shape.size(axis)) {
        throw new ShapeMismatchException(
            "slice: "
                + start
                + " to "
                + end
                + " does not lie within axis "
                + axis
                + " of "
                + shape);
      }
      return List.of(inputs.get(0).with(shape.with(axis, end - start)));
    }

    /** A slice of the outermost axis that is longer than 1 lies in one piece. */
    @Override
    public OptionalInt viewOffset(List<TensorType> inputs) {
      Shape shape = inputs.get(0).shape();
      boolean whole = start == 0 && end == shape.size(axis);
      if (shape.elements(0, axis) == 1 || whole) {
        return OptionalInt.of(start * shape.elements(axis + 1, shape.rank()));
      }
      return OptionalInt.empty();
    }
  }

  /** The inputs one behind the other along an axis. */
  record Concat(int axis) implements Movement {
    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
      if (inputs.isEmpty()) {
        throw new ShapeMismatchException("concat: takes at least one input, was given none");
      }
      Check.sameType(this, inputs);
      Shape first = inputs.get(0).shape();
      Check.axis(this, axis, first);
      long total = 0;
      for (TensorType input : inputs) {
        Shape shape = input.shape();
        if (shape.rank() != first.rank() || !shape.with(axis, 0).equals(first.with(axis, 0))) {
          throw new ShapeMismatchException(
              "concat: shapes must agree but for axis " + axis + ", were given " + inputs);
        }
        total += shape.size(axis);
      }
      return List.of(inputs.get(0).with(first.with(axis, Check.size(this, axis, total))));
    }
  }

  /** Zeros before and after the input along an axis: +0, 0 or false. */
  record Pad(int axis, int before, int after) implements Movement {
    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
      Check.count(this, inputs, 1);
      Shape shape = inputs.get(0).shape();
      Check.axis(this, axis, shape);
      if (before < 0 || after < 0) {
        throw new ShapeMismatchException(
            "pad: takes 0 or more zeros, was asked for "
                + before
                + " before and "
                + after
                + " after");
      }
      int size = Check.size(this, axis, (long) before + shape.size(axis) + after);
      return List.of(inputs.get(0).with(shape.with(axis, size)));
    }
  }

  /**
   * The elements of a window at each of its positions, {@code (…, size…)} to {@code (…, kernel…,
   * position…)}: each element as often as windows cover it. The window has no padding.
   *
   * @param reversed whether the taps stand last to first, along every axis
   */
  record Unfold(Window window, boolean reversed) implements Movement {
    /**
     * @throws AttributeException if the window has padding
     */
    public Unfold {
      if (!window.isUnpadded()) {
        throw new AttributeException(
            "unfold: takes a window without padding, was given " + window + ". Pad first.");
      }
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
      Check.count(this, inputs, 1);
      Shape shape = inputs.get(0).shape();
      Shape positions = window.positions(this, shape);
      Shape lead = shape.slice(0, shape.rank() - window.rank());
      Shape windows = lead.append(window.kernel().sizes());
      return List.of(inputs.get(0).with(windows.append(window.passed(positions).sizes())));
    }

    /** Where the first tap of the first position lies in an input of this shape. */
    public int start(Shape input) {
      int start = 0;
      int[] strides = taps(input);
      for (int axis = 0; axis < window.rank(); axis++) {
        start -= Math.min(0, strides[axis]) * (window.axes().get(axis).kernel() - 1);
      }
      return start;
    }

    /** How far the output's neighbours along each axis are from each other in the input. */
    public int[] strides(Shape input) {
      int[] own = input.strides();
      int lead = input.rank() - window.rank();
      int[] strides = Arrays.copyOf(own, lead + 2 * window.rank());
      System.arraycopy(taps(input), 0, strides, lead, window.rank());
      for (int axis = 0; axis < window.rank(); axis++) {
        strides[lead + window.rank() + axis] = own[lead + axis] * window.axes().get(axis).stride();
      }
      return strides;
    }

    private int[] taps(Shape input) {
      int[] own = input.strides();
      int[] taps = new int[window.rank()];
      for (int axis = 0; axis < taps.length; axis++) {
        int apart = own[input.rank() - taps.length + axis] * window.axes().get(axis).dilation();
        taps[axis] = reversed ? -apart : apart;
      }
      return taps;
    }
  }
}
