package dev.flambeau.cpu.fused;

import dev.flambeau.op.Fill;
import dev.flambeau.op.Fused;
import dev.flambeau.op.FusedSpace;
import dev.flambeau.op.Graph;
import dev.flambeau.op.Reduction;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A pass over a long row: sums that wait for those of the passes before it, and what they are made
 * of. That is computed in each pass anew where it is read again: it is read from the second-level
 * cache, and kept it would be too.
 *
 * @param ofRows ops on numbers of which the row has one, before the pass
 * @param wide ops on its elements
 * @param sums of these, after the pass
 * @param gives whether what is given of elements is so in this pass
 */
record FusedPhase(
    List<Graph.Node> ofRows, List<Graph.Node> wide, List<Graph.Node> sums, boolean gives) {

  /** The passes of an op, one after the other. */
  static List<FusedPhase> of(Fused op) {
    return new Split(op).phases();
  }

  /** Whether elements of a value are read. */
  boolean reads(int value) {
    return Stream.concat(wide.stream(), sums.stream())
        .anyMatch(node -> node.inputs().contains(value));
  }

  private static final class Split {
    private final Graph body;
    private final FusedSpace space;

    /** By value: the pass in which it can be known, and for a sum the one after it. */
    private final int[] depths;

    Split(Fused op) {
      body = op.body();
      space = op.space();
      depths = new int[body.types().size()];
      for (Graph.Node node : body.nodes()) {
        int depth = node.inputs().stream().mapToInt(input -> depths[input]).max().orElse(0);
        depths[node.firstOutput()] = isSum(node) ? depth + 1 : depth;
      }
    }

    List<FusedPhase> phases() {
      int last =
          body.outputs().stream()
              .filter(output -> !space.isRow(output))
              .mapToInt(output -> depths[output])
              .max()
              .orElse(-1);
      int count = 1 + IntStream.of(depths).max().orElse(0);
      List<FusedPhase> phases = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        phases.add(phase(i, i == last));
      }
      return phases;
    }

    private FusedPhase phase(int depth, boolean gives) {
      List<Graph.Node> sums =
          body.nodes().stream()
              .filter(node -> isSum(node) && depths[node.firstOutput()] == depth + 1)
              .toList();
      List<Graph.Node> ofRows =
          body.nodes().stream()
              .filter(node -> space.isRow(node.firstOutput()) && !isSum(node))
              .filter(node -> depths[node.firstOutput()] == depth)
              .toList();
      BitSet needed = new BitSet();
      sums.forEach(sum -> needed.set(sum.inputs().get(0)));
      if (gives) {
        body.outputs().forEach(needed::set);
      }
      return new FusedPhase(ofRows, wide(needed), sums, gives);
    }

    /** What some values of elements are made of, but for numbers of rows. */
    private List<Graph.Node> wide(BitSet needed) {
      List<Graph.Node> wide = new ArrayList<>();
      for (int n = body.nodes().size() - 1; n >= 0; n--) {
        Graph.Node node = body.nodes().get(n);
        int value = node.firstOutput();
        if (needed.get(value) && !space.isRow(value) && !(node.op() instanceof Fill)) {
          wide.add(0, node);
          node.inputs().forEach(needed::set);
        }
      }
      return wide;
    }

    private static boolean isSum(Graph.Node node) {
      return node.op() instanceof Reduction.Sum;
    }
  }
}
