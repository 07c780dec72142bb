package dev.flambeau.opencl.launch;

import dev.flambeau.op.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * How strided operands are walked together: sizes, and for each operand its strides, as the kernels
 * take them (indexing.cl). Neighbouring axes that every operand walks as one are made one.
 *
 * @param sizes eight sizes, outermost first, ones in front
 * @param strides for each operand eight strides
 */
record Layout(int[] sizes, int[][] strides) {
  /** What an int8 holds. */
  static final int AXES = 8;

  /** Operands stretched to a shape. */
  static Layout broadcast(Shape target, List<Shape> operands) {
    int[][] strides =
        operands.stream().map(operand -> operand.broadcastStrides(target)).toArray(int[][]::new);
    return of(target.sizes(), strides);
  }

  /** Operands walked with given strides. */
  static Layout of(int[] sizes, int[]... strides) {
    int[] joinedSizes = new int[sizes.length];
    int[][] joined = new int[strides.length][sizes.length];
    int rank = 0;
    for (int axis = 0; axis < sizes.length; axis++) {
      if (sizes[axis] == 1) {
        continue;
      }
      boolean joins = rank > 0 && joins(strides, joined, rank - 1, axis, sizes[axis]);
      int to = joins ? rank - 1 : rank++;
      joinedSizes[to] = joins ? joinedSizes[to] * sizes[axis] : sizes[axis];
      for (int i = 0; i < strides.length; i++) {
        joined[i][to] = strides[i][axis];
      }
    }
    int[][] padded = new int[strides.length][];
    for (int i = 0; i < strides.length; i++) {
      padded[i] = pad(joined[i], rank, 0);
    }
    return new Layout(pad(joinedSizes, rank, 1), padded);
  }

  /** Whether each operand reaches its next outer position where the inner axis ends. */
  private static boolean joins(
      int[][] strides, int[][] joined, int outer, int inner, int innerSize) {
    for (int i = 0; i < strides.length; i++) {
      if (joined[i][outer] != strides[i][inner] * innerSize) {
        return false;
      }
    }
    return true;
  }

  private static int[] pad(int[] values, int rank, int filler) {
    int[] padded = new int[Math.max(AXES, rank)];
    Arrays.fill(padded, filler);
    System.arraycopy(values, 0, padded, padded.length - rank, rank);
    return padded;
  }

  /** Whether the kernels can walk it. */
  boolean fits() {
    return sizes.length == AXES;
  }

  /** Whether an operand's elements are taken one after the other. */
  boolean isDense(int operand) {
    return Arrays.equals(strides[operand], of(sizes, denseStrides(sizes)).strides[0]);
  }

  /** Whether an operand is a single number. */
  boolean isConstant(int operand) {
    return Arrays.stream(strides[operand]).allMatch(stride -> stride == 0);
  }

  private static int[] denseStrides(int[] sizes) {
    return Shape.of(sizes).strides();
  }
}
