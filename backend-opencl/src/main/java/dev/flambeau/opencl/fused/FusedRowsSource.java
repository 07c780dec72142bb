package dev.flambeau.opencl.fused;

import dev.flambeau.op.Fill;
import dev.flambeau.op.Fused;
import dev.flambeau.op.FusedSpace;
import dev.flambeau.op.Graph;
import dev.flambeau.op.Reduction;
import dev.flambeau.opencl.launch.ReductionLaunches;
import java.util.BitSet;

/**
 * Writes the kernel of a {@link Fused} that is computed row by row. A work-group of 32 lanes has a
 * row, of which n is the number of elements, and goes through it once for each reduction and once
 * for what is given. What has one element a row every lane has; what has more is made again where
 * it is read again, which costs less than to keep it.
 */
final class FusedRowsSource extends FusedText {
  /** Blocks of a row at most, whose sums are the lanes of one more. */
  static final int MOST_COLUMNS = ReductionLaunches.LANES * ReductionLaunches.BLOCK;

  private final FusedSpace space;

  private FusedRowsSource(Fused op, FusedIndexing walks) {
    super(op, walks);
    this.space = op.space();
  }

  /** The kernel's text. */
  static String of(Fused op, FusedIndexing walks) {
    FusedRowsSource source = new FusedRowsSource(op, walks);
    source.line(0, "__attribute__((reqd_work_group_size(LANES, 1, 1)))");
    source.header("");
    source.line(1, "__local float lanes[LANES];");
    source.line(1, "__local float sums[LANES];");
    source.line(1, "__local int places[LANES];");
    source.line(1, "const int lane = (int)get_local_id(0), row = (int)get_group_id(0);");
    source.inputs();
    source.rows();
    source.given();
    source.line(0, "}");
    return source.text();
  }

  /** Where the row begins in each input; what it has one of is read at once. */
  private void inputs() {
    for (int i = 0; i < body.inputs().size(); i++) {
      String start = walks.areStrided() ? code(" + strided(row, sizes, x%d_strides)", i) : "";
      line(1, "__global const %s *x%d_at = x%d + x%d_0%s;", typeOf(i), i, i, i, start);
      if (isOnce(i)) {
        line(1, "const %s v%d = x%d_at[0];", typeOf(i), i, i);
      }
    }
  }

  private boolean isOnce(int input) {
    return walks.steps().get(input) == 0;
  }

  private void rows() {
    for (Graph.Node node : body.nodes()) {
      int value = node.firstOutput();
      if (node.op() instanceof Reduction.Sum) {
        sum(value, node.inputs().get(0));
      } else if (node.op() instanceof Reduction.Max) {
        max(value, node.inputs().get(0));
      } else if (space.isRow(value)) {
        line(1, "const %s v%d = %s;", typeOf(value), value, expression(node, "", false));
      }
    }
  }

  /** Blocks one after the other, then the blocks' sums. */
  private void sum(int value, int operand) {
    line(
        1,
        "for (int begin = 0, block = 0; begin < n || begin == 0; begin += REDUCTION_BLOCK, block++) {");
    line(2, "const int size = min(REDUCTION_BLOCK, n - begin);");
    line(2, "float chain = 0.0f;");
    line(2, "for (int at = begin + lane; at < begin + size; at += LANES) {");
    wide(operand);
    line(3, "chain = at == begin + lane ? v%d : chain + v%d;", operand, operand);
    line(2, "}");
    line(2, "const float sum = sum_of_lanes(lanes, lane, chain, size);");
    line(2, "if (lane == 0) sums[block] = sum;");
    line(2, "barrier(CLK_LOCAL_MEM_FENCE);");
    line(1, "}");
    line(1, "const float v%d = sum_of_sums(lanes, sums, lane, n);", value);
  }

  /** Each lane has the first largest of its own, then the lanes' first largest is found. */
  private void max(int value, int operand) {
    line(1, "float largest%d = 0.0f;", value);
    line(1, "int place%d = -1;", value);
    line(1, "for (int at = lane; at < n; at += LANES) {");
    wide(operand);
    line(3, "if (place%d < 0 || is_larger(v%d, largest%d)) {", value, operand, value);
    line(4, "largest%d = v%d;", value, operand);
    line(4, "place%d = at;", value);
    line(3, "}");
    line(1, "}");
    line(
        1,
        "const float v%d = largest_of_lanes(lanes, places, lane, largest%d, place%d);",
        value,
        value,
        value);
  }

  private void given() {
    boolean anyWide = body.outputs().stream().anyMatch(output -> !space.isRow(output));
    if (anyWide) {
      line(1, "for (int at = lane; at < n; at += LANES) {");
      wide(body.outputs().stream().filter(o -> !space.isRow(o)).mapToInt(o -> o).toArray());
      for (int i = 0; i < body.outputs().size(); i++) {
        int output = body.outputs().get(i);
        if (!space.isRow(output)) {
          line(3, "y%d[y%d_0 + row * n + at] = v%d;", i, i, output);
        }
      }
      line(1, "}");
    }
    for (int i = 0; i < body.outputs().size(); i++) {
      int output = body.outputs().get(i);
      if (space.isRow(output)) {
        line(1, "if (lane == 0) y%d[y%d_0 + row] = v%d;", i, i, output);
      }
    }
  }

  /** Makes one element, at, of these values and of what they are made of. */
  private void wide(int... values) {
    BitSet needed = new BitSet();
    for (int value : values) {
      needed.set(value);
    }
    for (int n = body.nodes().size() - 1; n >= 0; n--) {
      Graph.Node node = body.nodes().get(n);
      if (needed.get(node.firstOutput()) && !space.isRow(node.firstOutput())) {
        node.inputs().forEach(needed::set);
      }
    }
    for (int i = 0; i < body.inputs().size(); i++) {
      if (needed.get(i) && !isOnce(i)) {
        int step = walks.steps().get(i);
        line(3, "const %s v%d = x%d_at[at%s];", typeOf(i), i, i, step == 1 ? "" : " * " + step);
      }
    }
    for (Graph.Node node : body.nodes()) {
      int value = node.firstOutput();
      boolean isMade = needed.get(value) && !space.isRow(value) && !(node.op() instanceof Fill);
      if (isMade) {
        String place = code("at %% v%d_classes", value);
        line(3, "const %s v%d = %s;", typeOf(value), value, expression(node, place, false));
      }
    }
  }
}
