package dev.flambeau.opencl.launch;

import dev.flambeau.op.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How strided operands are walked together: sizes, and for each operand its strides and where it
 * begins, as the kernels take them (indexing.cl). Neighbouring axes that every operand walks as one
 * are made one, and axes of size 1 go.
 *
 * @param sizes outermost first
 * @param strides for each operand, as many as sizes
 * @param starts for each operand, where the walk begins in it
 */
public record Layout(int[] sizes, int[][] strides, int[] starts) {
  /** What an int8 holds. */
  public static final int AXES = 8;

  /** Operands stretched to a shape. */
  public static Layout broadcast(Shape target, List<Shape> operands) {
    int[][] strides =
        operands.stream().map(operand -> operand.broadcastStrides(target)).toArray(int[][]::new);
    return of(target.sizes(), strides);
  }

  /** Operands walked with given strides. */
  public static Layout of(int[] sizes, int[]... strides) {
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
    int axes = rank;
    return new Layout(
        Arrays.copyOf(joinedSizes, axes),
        Arrays.stream(joined).map(walk -> Arrays.copyOf(walk, axes)).toArray(int[][]::new),
        new int[strides.length]);
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

  /** The walk in parts of at most so many axes: one for each position in those before. */
  public List<Layout> parts(int axes) {
    return axes >= sizes.length
        ? List.of(this)
        : IntStream.range(0, sizes[0]).boxed().flatMap(i -> at(i).parts(axes).stream()).toList();
  }

  /** The walk at a position of the outermost axis. */
  private Layout at(int position) {
    int[] begin = starts.clone();
    for (int i = 0; i < begin.length; i++) {
      begin[i] += position * strides[i][0];
    }
    return new Layout(
        Arrays.copyOfRange(sizes, 1, sizes.length),
        Stream.of(strides).map(s -> Arrays.copyOfRange(s, 1, s.length)).toArray(int[][]::new),
        begin);
  }

  /** How many axes are walked. */
  public int axes() {
    return sizes.length;
  }

  /** How many positions are walked. */
  public int elements() {
    return Shape.of(sizes).elements();
  }

  /** The sizes as a kernel takes them. */
  public int[] sizesOf8() {
    return pad(sizes, 1);
  }

  /** An operand's strides as a kernel takes them. */
  public int[] stridesOf8(int operand) {
    return pad(strides[operand], 0);
  }

  private static int[] pad(int[] values, int filler) {
    int[] padded = new int[AXES];
    Arrays.fill(padded, filler);
    System.arraycopy(values, 0, padded, AXES - values.length, values.length);
    return padded;
  }

  /** Whether each operand is taken in one even step from element to element. */
  public boolean isEven() {
    return sizes.length <= 1;
  }

  /** That step: 0 for a single number, 1 for neighbours. */
  public int step(int operand) {
    return sizes.length == 0 ? 0 : strides[operand][0];
  }
}
