package dev.flambeau.opencl.fused;

import dev.flambeau.op.Fused;
import dev.flambeau.op.FusedSpace;
import dev.flambeau.op.Graph;
import dev.flambeau.op.Reduction;
import dev.flambeau.opencl.launch.Layout;
import dev.flambeau.opencl.launch.ReductionLaunches;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How a fused kernel walks its inputs: by outer to where a stretch of values begins, then by inner
 * along it. Without reductions outer has all axes, and inner is its last; with them, outer has the
 * axes that stay, and inner those that go.
 *
 * @param values of the space without reductions, of one row with them
 * @param areRows whether there are reductions
 */
record FusedIndexing(Layout outer, Layout inner, int values, boolean areRows) {
  static FusedIndexing of(Fused op) {
    FusedSpace space = op.space();
    int[] sizes = space.shape().sizes();
    int[][] strides = space.strides().toArray(int[][]::new);
    if (space.columnAxes() == 0) {
      Layout all = Layout.of(sizes, strides);
      return new FusedIndexing(all, last(all), space.shape().elements(), false);
    }
    int kept = sizes.length - space.columnAxes();
    Layout inner = part(sizes, strides, kept, sizes.length);
    return new FusedIndexing(part(sizes, strides, 0, kept), inner, inner.elements(), true);
  }

  static boolean isSum(Graph.Node node) {
    return node.op() instanceof Reduction.Sum;
  }

  private static Layout last(Layout all) {
    int axes = all.axes();
    return part(all.sizes(), all.strides(), Math.max(0, axes - 1), axes);
  }

  private static Layout part(int[] sizes, int[][] strides, int from, int to) {
    return Layout.of(
        Arrays.copyOfRange(sizes, from, to),
        Stream.of(strides).map(of -> Arrays.copyOfRange(of, from, to)).toArray(int[][]::new));
  }

  /** Whether a kernel can be written for them. */
  boolean areSimple() {
    return outer.axes() <= Layout.AXES && inner.isEven();
  }

  /** Whether an input's stretches do not simply follow each other from one item to the next. */
  boolean areStrided() {
    return areRows ? outer.axes() > 0 : outer.axes() > 1;
  }

  /** From value to value of a stretch, for each input. */
  List<Integer> steps() {
    return IntStream.range(0, outer.strides().length).mapToObj(inner::step).toList();
  }

  /** How many blocks one sum has. */
  int blocks() {
    return areRows ? ReductionLaunches.blocks(values) : 1;
  }
}
