package dev.flambeau.opencl.fused;

import dev.flambeau.op.Fill;
import dev.flambeau.op.Fused;
import dev.flambeau.op.Graph;
import dev.flambeau.op.OptimizerUpdate;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the kernel of an optimizer's step for some parameters, in place.
 *
 * <pre>
 * Each parameter has a slot: how many elements it has, and where it, its state and its gradient
 * begin. A slot without elements is free. The work-items of the first slot come first, then those
 * of the second. Behind the slots come the numbers of the step, then those of the rule.
 * </pre>
 */
final class OptimizerSource extends FusedText {
  private final int slots;
  private final int states;
  private final int tensors;
  private final int scalars;

  private OptimizerSource(OptimizerUpdate op, Fused rule, int slots) {
    super(rule, FusedIndexing.of(rule));
    this.slots = slots;
    this.states = op.states();
    this.tensors = op.tensors();
    this.scalars = op.scalars();
  }

  /** The kernel's text, for so many parameters. */
  static String of(OptimizerUpdate op, Fused rule, int slots) {
    OptimizerSource source = new OptimizerSource(op, rule, slots);
    source.arguments();
    source.slot();
    source.elements();
    source.line(0, "}");
    return source.text();
  }

  private void arguments() {
    List<String> arguments = new ArrayList<>();
    for (int slot = 0; slot < slots; slot++) {
      arguments.add(code("const int n%d", slot));
      for (int i = 0; i < tensors; i++) {
        String space = i < states ? "__global float" : "__global const float";
        arguments.add(code("%s *x%d_%d, const int x%d_%d_0", space, i, slot, i, slot));
      }
    }
    arguments.add("__global const float *scalars, const int scalars_0");
    numbers(arguments);
    line(0, "__kernel void %s(%s) {", KERNEL, String.join(", ", arguments));
    for (int i = 0; i < scalars; i++) {
      line(1, "const float v%d = scalars[scalars_0 + %d];", tensors + i, i);
    }
  }

  /** Finds this work-item's slot, and its number in it. */
  private void slot() {
    line(1, "int n = 0, item = 0, left = (int)get_global_id(0);");
    for (int i = 0; i < tensors; i++) {
      line(1, "%s *x%d = x%d_0;", i < states ? "__global float" : "__global const float", i, i);
    }
    for (int slot = 0; slot < slots; slot++) {
      line(1, "if (left >= 0) {");
      line(2, "n = n%d;", slot);
      line(2, "item = left;");
      for (int i = 0; i < tensors; i++) {
        line(2, "x%d = x%d_%d + x%d_%d_0;", i, i, slot, i, slot);
      }
      line(1, "}");
      line(1, "left -= (n%d + RUN - 1) / RUN;", slot);
    }
  }

  /** All is read before anything is written, since results lie where operands do. */
  private void elements() {
    line(1, "EACH_ELEMENT_OF(item, i, n) {");
    for (int i = 0; i < tensors; i++) {
      line(2, "const float v%d = x%d[i];", i, i);
    }
    for (Graph.Node node : body.nodes()) {
      int value = node.firstOutput();
      if (!(node.op() instanceof Fill)) {
        line(2, "const %s v%d = %s;", typeOf(value), value, expression(node, "0", false));
      }
    }
    for (int i = 0; i < states; i++) {
      line(2, "x%d[i] = v%d;", i, body.outputs().get(i));
    }
    line(1, "}");
  }
}
