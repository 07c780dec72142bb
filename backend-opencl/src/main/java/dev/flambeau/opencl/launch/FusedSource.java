package dev.flambeau.opencl.launch;

import dev.flambeau.op.Conversion.Cast;
import dev.flambeau.op.DType;
import dev.flambeau.op.Fused;
import dev.flambeau.op.Graph;
import dev.flambeau.op.Movement;
import dev.flambeau.op.Op;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.Unary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Writes the kernel of a {@link Fused}, of what elementwise.cl makes of one element. Shapes are its
 * arguments, so that all bodies of the same ops and the same kind of walk share one.
 *
 * <pre>
 * inputs  x0 x1 …, outputs y0 y1 …, each with where it begins; sizes, and each input's strides, if
 *         a stretch of values begins elsewhere than where the one before it ended; n, the values;
 *         for a sum also its blocks and the results
 * </pre>
 *
 * <p>A stretch with functions that are hard to round is computed without branches first, and once
 * more if one value is undecided: functions.cl. Nothing that is read is written, so that it may be.
 */
final class FusedSource {
  static final String KERNEL = "fused";

  private static final Set<Class<? extends Op>> HARD_TO_ROUND =
      Set.of(Unary.Exp.class, Unary.Log.class, Unary.Sigmoid.class, Unary.Tanh.class);

  private final Graph body;
  private final List<TensorType> types;
  private final FusedWalks walks;
  private final boolean inVectors;
  private final boolean isHard;
  private final StringBuilder text = new StringBuilder();

  private FusedSource(Fused op, FusedWalks walks, boolean inVectors) {
    this.body = op.body();
    this.types = body.types();
    this.walks = walks;
    this.inVectors = inVectors;
    this.isHard =
        body.nodes().stream().anyMatch(node -> HARD_TO_ROUND.contains(node.op().getClass()));
  }

  /**
   * The kernel's text.
   *
   * @param inVectors whether the compiler makes vectors of loops: then a sum's lanes are a loop,
   *     else work-items
   */
  static String of(Fused op, FusedWalks walks, boolean inVectors) {
    FusedSource source = new FusedSource(op, walks, inVectors);
    source.header();
    if (!walks.isSum()) {
      source.elements();
    } else if (inVectors) {
      source.sumInVectors();
    } else {
      source.sumInLanes();
    }
    return source.text.append("}\n").toString();
  }

  private void line(int depth, String format, Object... values) {
    text.append("  ".repeat(depth)).append(code(format, values)).append('\n');
  }

  private void header() {
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < body.inputs().size(); i++) {
      String type = type(body.inputs().get(i));
      arguments.add(code("__global const %s *restrict x%d, const int x%d_0", type, i, i));
    }
    for (int i = 0; i < body.outputs().size(); i++) {
      String type = type(types.get(body.outputs().get(i)));
      arguments.add(code("__global %s *restrict y%d, const int y%d_0", type, i, i));
    }
    if (walks.areStrided()) {
      arguments.add("const int8 sizes");
      for (int i = 0; i < body.inputs().size(); i++) {
        arguments.add(code("const int8 x%d_strides", i));
      }
    }
    arguments.add("const int n");
    if (walks.isSum()) {
      arguments.add("const int blocks, const int results");
    }
    if (walks.isSum() && !inVectors) {
      line(0, "__attribute__((reqd_work_group_size(LANES, 1, 1)))");
    }
    line(0, "__kernel void %s(%s) {", KERNEL, String.join(", ", arguments));
  }

  private static String type(TensorType type) {
    return Elementwise.type(type.dtype());
  }

  // ---- kinds of kernel ----

  private void elements() {
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
    stretch();
    line(1, "}");
  }

  /** Lanes in private memory: an item is a block of a sum. */
  private void sumInVectors() {
    line(1, "const int result = (int)get_global_id(0);");
    line(1, "if (result >= results) return;");
    block();
    line(1, "float summands[REDUCTION_BLOCK];");
    line(1, "for (int from = 0, count; from < size; from += count) {");
    line(2, "count = min(size - from, BLOCK);");
    inputsFrom("row", "begin + from");
    outputsFrom("row * n + begin + from");
    line(2, "float *summand = summands + from;");
    stretch();
    line(1, "}");
    line(1, "y%d[y%d_0 + result] = sum_of_private_block(summands, 1, size);", sum(body), sum(body));
  }

  /** Lanes are work-items: a group is a block of a sum. */
  private void sumInLanes() {
    line(1, "__local float lanes[LANES];");
    line(1, "const int lane = (int)get_local_id(0), result = (int)get_group_id(0);");
    block();
    line(1, "float chain = 0.0f;");
    line(1, "for (int from = lane; from < size; from += LANES) {");
    line(2, "const int count = 1;");
    inputsFrom("row", "begin + from");
    outputsFrom("row * n + begin + from");
    line(2, "float summand[1];");
    stretch();
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
        body.nodes().stream().filter(FusedWalks::isSum).findFirst().orElseThrow().firstOutput();
    return body.outputs().indexOf(value);
  }

  // ---- one stretch ----

  private void inputsFrom(String outer, String along) {
    List<Integer> steps = walks.steps();
    for (int i = 0; i < steps.size(); i++) {
      String start = walks.areStrided() ? code(" + strided(%s, sizes, x%d_strides)", outer, i) : "";
      boolean isAlong = walks.isSum() || !walks.areStrided();
      String inner = isAlong && steps.get(i) != 0 ? code(" + (%s) * %d", along, steps.get(i)) : "";
      String type = type(body.inputs().get(i));
      line(2, "__global const %s *x%d_at = x%d + x%d_0%s%s;", type, i, i, i, start, inner);
      if (steps.get(i) == 0) {
        line(2, "const %s v%d = x%d_at[0];", type, i, i);
      }
    }
  }

  private void outputsFrom(String start) {
    for (int i = 0; i < body.outputs().size(); i++) {
      if (!walks.isSum() || i != sum(body)) {
        String type = type(types.get(body.outputs().get(i)));
        line(2, "__global %s *y%d_at = y%d + y%d_0 + %s;", type, i, i, i, start);
      }
    }
  }

  private void stretch() {
    if (!isHard) {
      loop(2, false);
      return;
    }
    line(2, "int undecided = 0;");
    loop(2, true);
    line(2, "if (undecided) {");
    loop(3, false);
    line(2, "}");
  }

  private void loop(int depth, boolean isBranchless) {
    String wish = isBranchless ? "BY_VECTORS " : "";
    line(depth, wish + "for (int j = 0; j < count; j++) {");
    Map<Integer, String> names = new HashMap<>();
    List<Integer> steps = walks.steps();
    for (int i = 0; i < body.inputs().size(); i++) {
      names.put(i, "v" + i);
      int step = steps.get(i);
      if (step != 0) {
        String place = step == 1 ? "j" : "j * " + step;
        line(depth + 1, "const %s v%d = x%d_at[%s];", type(body.inputs().get(i)), i, i, place);
      }
    }
    for (Graph.Node node : body.nodes()) {
      List<String> operands = node.inputs().stream().map(names::get).toList();
      int value = node.firstOutput();
      if (FusedWalks.isSum(node)) {
        line(depth + 1, "summand[j] = %s;", operands.get(0));
      } else {
        names.put(value, "v" + value);
        String type = type(types.get(value));
        line(
            depth + 1, "const %s v%d = %s;", type, value, expression(node, operands, isBranchless));
        int output = body.outputs().indexOf(value);
        if (output >= 0) {
          line(depth + 1, "y%d_at[j] = v%d;", output, value);
        }
      }
    }
    line(depth, "}");
  }

  private String expression(Graph.Node node, List<String> operands, boolean isBranchless) {
    Op op = node.op();
    if (isBranchless && HARD_TO_ROUND.contains(op.getClass())) {
      return code("op_branchless_%s(%s, &undecided)", op.name(), operands.get(0));
    }
    if (op instanceof Movement.Expand) {
      return operands.get(0);
    }
    if (op instanceof Cast cast) {
      DType from = types.get(node.inputs().get(0)).dtype();
      return from == cast.dtype()
          ? operands.get(0)
          : code(
              "op_%s_to_%s(%s)",
              Elementwise.type(from), Elementwise.type(cast.dtype()), operands.get(0));
    }
    return code("op_%s(%s)", Elementwise.snake(op), String.join(", ", operands));
  }

  /** The compiler reads the digits of no other locale. */
  private static String code(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
