package dev.flambeau.opencl.fused;

import dev.flambeau.op.Fill;
import dev.flambeau.op.Fused;
import dev.flambeau.op.Graph;
import dev.flambeau.op.Unary.Elementary;
import java.util.List;

/**
 * Writes the kernel of a {@link Fused} of elements, and of one sum at its end, which has blocks and
 * results as its last arguments.
 *
 * <p>A stretch with functions that are hard to round is computed without branches first, and once
 * more if one value is undecided: functions.cl. Nothing that is read is written, so that it may be.
 */
final class FusedSource extends FusedText {
  private final boolean inVectors;
  private final boolean isHard;

  private FusedSource(Fused op, FusedIndexing walks, boolean inVectors) {
    super(op, walks);
    this.inVectors = inVectors;
    this.isHard = body.nodes().stream().anyMatch(node -> node.op() instanceof Elementary);
  }

  /**
   * The kernel's text.
   *
   * @param inVectors whether the compiler makes vectors of loops: then a sum's lanes are a loop,
   *     else work-items
   */
  static String of(Fused op, FusedIndexing walks, boolean inVectors) {
    FusedSource source = new FusedSource(op, walks, inVectors);
    if (!walks.areRows()) {
      source.elements();
    } else if (inVectors) {
      source.sumInVectors();
    } else {
      source.sumInLanes();
    }
    source.line(0, "}");
    return source.text();
  }

  // ---- kinds of kernel ----

  private void elements() {
    header("");
    line(1, "int count;");
    line(
        1,
        "for (int i = RUN * (int)get_global_id(0), end = i + min(RUN, n - i); i < end; i += count) {");
    line(2, "count = end - i;");
    if (walks.areStrided()) {
      line(2, "count = min(count, sizes.s7 - i %% sizes.s7);");
    }
    if (isHard) {
      line(2, "count = min(count, BLOCK);");
    }
    inputsFrom("i", "i");
    outputsFrom("i");
    stretch("i");
    line(1, "}");
  }

  /** Lanes in private memory: an item is a block of a sum. */
  private void sumInVectors() {
    header(", const int blocks, const int results");
    line(1, "const int result = (int)get_global_id(0);");
    line(1, "if (result >= results) return;");
    block();
    line(1, "float summands[REDUCTION_BLOCK];");
    line(1, "for (int from = 0, count; from < size; from += count) {");
    line(2, "count = min(size - from, BLOCK);");
    inputsFrom("row", "begin + from");
    outputsFrom("row * n + begin + from");
    line(2, "float *summand = summands + from;");
    stretch("begin + from");
    line(1, "}");
    line(1, "y%d[y%d_0 + result] = sum_of_private_block(summands, 1, size);", sum(body), sum(body));
  }

  /** Lanes are work-items: a group is a block of a sum. */
  private void sumInLanes() {
    line(0, "__attribute__((reqd_work_group_size(LANES, 1, 1)))");
    header(", const int blocks, const int results");
    line(1, "__local float lanes[LANES];");
    line(1, "const int lane = (int)get_local_id(0), result = (int)get_group_id(0);");
    block();
    line(1, "float chain = 0.0f;");
    line(1, "for (int from = lane; from < size; from += LANES) {");
    line(2, "const int count = 1;");
    inputsFrom("row", "begin + from");
    outputsFrom("row * n + begin + from");
    line(2, "float summand[1];");
    stretch("begin + from");
    line(2, "chain = from == lane ? summand[0] : chain + summand[0];");
    line(1, "}");
    line(1, "const float sum = sum_of_lanes(lanes, lane, chain, size);");
    line(1, "if (lane == 0) y%d[y%d_0 + result] = sum;", sum(body), sum(body));
  }

  private void block() {
    line(1, "const int row = result / blocks, begin = result %% blocks * REDUCTION_BLOCK;");
    line(1, "const int size = min(REDUCTION_BLOCK, n - begin);");
  }

  /** Which output is the sum. */
  static int sum(Graph body) {
    int value =
        body.nodes().stream().filter(FusedIndexing::isSum).findFirst().orElseThrow().firstOutput();
    return body.outputs().indexOf(value);
  }

  // ---- one stretch ----

  private void inputsFrom(String outer, String along) {
    List<Integer> steps = walks.steps();
    for (int i = 0; i < steps.size(); i++) {
      String start = walks.areStrided() ? code(" + strided(%s, sizes, x%d_strides)", outer, i) : "";
      boolean isAlong = walks.areRows() || !walks.areStrided();
      String inner = isAlong && steps.get(i) != 0 ? code(" + (%s) * %d", along, steps.get(i)) : "";
      line(2, "__global const %s *x%d_at = x%d + x%d_0%s%s;", typeOf(i), i, i, i, start, inner);
      if (steps.get(i) == 0) {
        line(2, "const %s v%d = x%d_at[0];", typeOf(i), i, i);
      }
    }
  }

  private void outputsFrom(String start) {
    for (int i = 0; i < body.outputs().size(); i++) {
      if (!walks.areRows() || i != sum(body)) {
        String type = typeOf(body.outputs().get(i));
        line(2, "__global %s *y%d_at = y%d + y%d_0 + %s;", type, i, i, i, start);
      }
    }
  }

  private void stretch(String first) {
    if (!isHard) {
      loop(2, first, false);
      return;
    }
    line(2, "int undecided = 0;");
    loop(2, first, true);
    line(2, "if (undecided) {");
    loop(3, first, false);
    line(2, "}");
  }

  private void loop(int depth, String first, boolean isBranchless) {
    String wish = isBranchless ? "BY_VECTORS " : "";
    line(depth, wish + "for (int j = 0; j < count; j++) {");
    List<Integer> steps = walks.steps();
    for (int i = 0; i < body.inputs().size(); i++) {
      int step = steps.get(i);
      if (step != 0) {
        String place = step == 1 ? "j" : "j * " + step;
        line(depth + 1, "const %s v%d = x%d_at[%s];", typeOf(i), i, i, place);
      }
    }
    for (Graph.Node node : body.nodes()) {
      int value = node.firstOutput();
      if (FusedIndexing.isSum(node)) {
        line(depth + 1, "summand[j] = v%d;", node.inputs().get(0));
      } else if (!(node.op() instanceof Fill)) {
        String place = code("(%s + j) %% v%d_classes", first, value);
        line(
            depth + 1,
            "const %s v%d = %s;",
            typeOf(value),
            value,
            expression(node, place, isBranchless));
        int output = body.outputs().indexOf(value);
        if (output >= 0) {
          line(depth + 1, "y%d_at[j] = v%d;", output, value);
        }
      }
    }
    line(depth, "}");
  }
}
