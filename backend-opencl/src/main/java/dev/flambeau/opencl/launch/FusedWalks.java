package dev.flambeau.opencl.launch;

import dev.flambeau.op.Fused;
import dev.flambeau.op.Graph;
import dev.flambeau.op.Reduction;
import dev.flambeau.op.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How a fused kernel walks its inputs: by outer to where a stretch of values begins, then by inner
 * along it. Without a sum outer has all axes, and inner is its last; with one, outer has the axes
 * that stay, and inner those that go.
 *
 * @param values of the space without a sum, of one sum with it
 */
record FusedWalks(Layout outer, Layout inner, int values, boolean isSum) {
  static FusedWalks of(Fused op) {
    Shape space = op.space();
    int[] sizes = space.sizes();
    int[][] strides =
        op.body().inputs().stream()
            .map(input -> input.shape().broadcastStrides(space))
            .toArray(int[][]::new);
    int summed = summedAxes(op.body());
    if (summed == 0) {
      Layout all = Layout.of(sizes, strides);
      return new FusedWalks(all, last(all), space.elements(), false);
    }
    int kept = sizes.length - summed;
    Layout inner = part(sizes, strides, kept, sizes.length);
    return new FusedWalks(part(sizes, strides, 0, kept), inner, inner.elements(), true);
  }

  private static int summedAxes(Graph body) {
    return body.nodes().stream()
        .filter(FusedWalks::isSum)
        .mapToInt(node -> ((Reduction.Sum) node.op()).axes().size())
        .findFirst()
        .orElse(0);
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
    return isSum ? outer.axes() > 0 : outer.axes() > 1;
  }

  /** From value to value of a stretch, for each input. */
  List<Integer> steps() {
    return IntStream.range(0, outer.strides().length).mapToObj(inner::step).toList();
  }

  /** How many blocks one sum has. */
  int blocks() {
    return isSum ? ReductionLaunches.blocks(values) : 1;
  }
}
