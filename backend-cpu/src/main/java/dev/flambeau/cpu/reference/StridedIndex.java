package dev.flambeau.cpu.reference;

import dev.flambeau.op.Shape;
import java.util.Arrays;
import java.util.List;

/** From the number of an element, in row-major order of some sizes, to where strides put it. */
final class StridedIndex {
  private final int[] sizes;
  private final int[] strides;
  private final boolean dense;

  StridedIndex(int[] sizes, int[] strides) {
    this.sizes = sizes;
    this.strides = strides;
    this.dense = Arrays.equals(strides, Shape.of(sizes).strides());
  }

  /** Where an operand has what an element of the broadcast {@code target} is made of. */
  static StridedIndex broadcast(Shape operand, Shape target) {
    return new StridedIndex(target.sizes(), operand.broadcastStrides(target));
  }

  /** Along these axes of a shape, the others at 0. */
  static StridedIndex along(List<Integer> axes, Shape shape) {
    int[] sizes = shape.sizes();
    int[] strides = shape.strides();
    return new StridedIndex(
        axes.stream().mapToInt(axis -> sizes[axis]).toArray(),
        axes.stream().mapToInt(axis -> strides[axis]).toArray());
  }

  int at(int element) {
    if (dense) {
      return element;
    }
    int index = 0;
    for (int axis = sizes.length - 1; axis >= 0; axis--) {
      index += element % sizes[axis] * strides[axis];
      element /= sizes[axis];
    }
    return index;
  }
}
