package dev.flambeau.opencl.fused;

import dev.flambeau.op.Conversion.Cast;
import dev.flambeau.op.Conversion.OneHot;
import dev.flambeau.op.DType;
import dev.flambeau.op.Fill;
import dev.flambeau.op.Fused;
import dev.flambeau.op.Graph;
import dev.flambeau.op.Movement;
import dev.flambeau.op.Op;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.Unary.Elementary;
import dev.flambeau.opencl.launch.ElementwiseLaunches;
import dev.flambeau.opencl.launch.Launch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The text of a fused kernel as it grows: its head, and what each op makes of its operands, by the
 * macros of elementwise.cl. Values are named by their numbers, {@code v7}.
 *
 * <p>Shapes and numbers are arguments, so that bodies of the same ops and the same kind of walk
 * share one program.
 *
 * <pre>
 * inputs  x0 x1 …, outputs y0 y1 …, each with where it begins; sizes, and each input's strides, if
 *         a stretch of values begins elsewhere than where the one before it ended; the numbers, the
 *         classes of one-hot values; n, the values
 * </pre>
 */
class FusedText {
  static final String KERNEL = "fused";

  final Graph body;
  final List<TensorType> types;
  final FusedIndexing walks;
  private final StringBuilder text = new StringBuilder();

  FusedText(Fused op, FusedIndexing walks) {
    this.body = op.body();
    this.types = body.types();
    this.walks = walks;
  }

  final void line(int depth, String format, Object... values) {
    text.append("  ".repeat(depth)).append(code(format, values)).append('\n');
  }

  /** The compiler reads the digits of no other locale. */
  static String code(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  final String text() {
    return text.toString();
  }

  /**
   * The kernel's first line.
   *
   * @param others arguments behind n
   */
  final void header(String others) {
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
    numbers(arguments);
    line(0, "__kernel void %s(%s, const int n%s) {", KERNEL, String.join(", ", arguments), others);
  }

  /** Adds the body's numbers, and the classes of its one-hot values, to a head's arguments. */
  final void numbers(List<String> arguments) {
    for (Graph.Node node : body.nodes()) {
      int value = node.firstOutput();
      if (node.op() instanceof Fill) {
        arguments.add(code("const %s v%d", typeOf(value), value));
      } else if (node.op() instanceof OneHot) {
        arguments.add(code("const int v%d_classes", value));
      }
    }
  }

  /** Hands over the numbers that the head has. */
  static void pass(Graph body, Launch launch) {
    for (Graph.Node node : body.nodes()) {
      if (node.op() instanceof Fill fill && fill.dtype() == DType.FLOAT32) {
        launch.number((float) fill.value());
      } else if (node.op() instanceof Fill fill && fill.dtype() == DType.BOOL) {
        launch.truth(fill.value() != 0);
      } else if (node.op() instanceof Fill fill) {
        launch.number((int) fill.value());
      } else if (node.op() instanceof OneHot oneHot) {
        launch.number(oneHot.classes());
      }
    }
  }

  static String type(TensorType type) {
    return ElementwiseLaunches.type(type.dtype());
  }

  final String typeOf(int value) {
    return type(types.get(value));
  }

  /**
   * What a node makes of its operands.
   *
   * @param place of the element in its row, for one-hot values
   * @param isBranchless whether functions that are hard to round note that they are undecided
   */
  final String expression(Graph.Node node, String place, boolean isBranchless) {
    Op op = node.op();
    List<String> operands = node.inputs().stream().map(input -> "v" + input).toList();
    if (isBranchless && op instanceof Elementary) {
      return code("branchless_%s(%s, &undecided)", op.name(), operands.get(0));
    }
    if (op instanceof Movement) { // an expanded value, or a row's number of another shape
      return operands.get(0);
    }
    if (op instanceof OneHot) {
      int value = node.firstOutput();
      return code("op_one_hot(%s, %s, v%d_classes)", operands.get(0), place, value);
    }
    if (op instanceof Cast cast) {
      DType from = types.get(node.inputs().get(0)).dtype();
      return from == cast.dtype()
          ? operands.get(0)
          : code(
              "op_%s_to_%s(%s)",
              ElementwiseLaunches.type(from),
              ElementwiseLaunches.type(cast.dtype()),
              operands.get(0));
    }
    return code("op_%s(%s)", ElementwiseLaunches.snake(op), String.join(", ", operands));
  }
}
