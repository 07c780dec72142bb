package dev.flambeau.nn;

import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.op.Window;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.functional.Pools;
import java.util.Arrays;
import java.util.function.BiFunction;

/** Poolings to a given number of parts of each axis: by windows where they divide it. */
final class AdaptivePooling {
  private AdaptivePooling() {}

  static int[] sizes(int axes, int... sizes) {
    int[] each = sizes.clone();
    if (sizes.length == 1) {
      each = new int[axes];
      Arrays.fill(each, sizes[0]);
    }
    if (each.length != axes || Arrays.stream(each).anyMatch(size -> size < 1)) {
      throw new ModelException(
          "an adaptive pooling of "
              + axes
              + " axes takes 1 size or "
              + axes
              + ", each 1 or more, was given "
              + Arrays.toString(sizes)
              + ".");
    }
    return each;
  }

  static Tensor avg(Tensor x, int... sizes) {
    return pooled(x, sizes, (part, window) -> Pools.avgPool(part, window, true));
  }

  static Tensor max(Tensor x, int... sizes) {
    return pooled(x, sizes, Pools::maxPool);
  }

  private static Tensor pooled(Tensor x, int[] sizes, BiFunction<Tensor, Window, Tensor> pool) {
    int first = x.shape().rank() - sizes.length;
    if (first < 0) {
      throw new ShapeMismatchException(
          "an adaptive pooling over " + sizes.length + " axes was given " + x.shape());
    }
    int[] kernel = new int[sizes.length];
    for (int i = 0; i < sizes.length; i++) {
      int size = x.shape().size(first + i);
      if (size == 0) {
        throw new ShapeMismatchException(
            "an adaptive pooling takes axes of 1 element or more, was given " + x.shape());
      }
      if (size % sizes[i] != 0) {
        return byParts(x, first + i, i, sizes, pool);
      }
      kernel[i] = size / sizes[i];
    }
    return pool.apply(x, Window.of(kernel).stride(kernel));
  }

  /** Parts of an axis one by one, each to size 1, since they are not of one length. */
  private static Tensor byParts(
      Tensor x, int axis, int which, int[] sizes, BiFunction<Tensor, Window, Tensor> pool) {
    int[] ofPart = sizes.clone();
    ofPart[which] = 1;
    long size = x.shape().size(axis);
    Tensor[] parts = new Tensor[sizes[which]];
    for (int i = 0; i < parts.length; i++) {
      int start = (int) (i * size / parts.length);
      int end = (int) (((i + 1) * size + parts.length - 1) / parts.length);
      parts[i] = pooled(x.slice(axis, start, end), ofPart, pool);
    }
    return Tensor.concat(axis, parts);
  }
}
