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
 * Each parameter has a slot: how many elements it has, and it, its state and its gradient, with
 * where they begin unless each begins with its buffer. A slot without elements is free. The
 * work-items of the first slot come first, then those of the second. Behind the slots come the
 * numbers of the step, then those of the rule.
 * </pre>
 */
final class OptimizerSource extends FusedText {
  private final int slots;
  private final int states;
  private final int tensors;
  private final int scalars;
  private final boolean hasOffsets;

  private OptimizerSource(OptimizerUpdate op, Fused rule, int slots, boolean hasOffsets) {
    super(rule, FusedIndexing.of(rule));
    this.slots = slots;
    this.states = op.states();
    this.tensors = op.tensors();
    this.scalars = op.scalars();
    this.hasOffsets = hasOffsets;
  }

  /** The kernel's text, for so many parameters. */
  static String of(OptimizerUpdate op, Fused rule, int slots, boolean hasOffsets) {
    OptimizerSource source = new OptimizerSource(op, rule, slots, hasOffsets);
    source.arguments();
    source.slot();
    source.elements();
    source.line(0, "}");
    return source.text();
  }

  private String pointer(int tensor) {
    return tensor < states ? "__global float *" : "__global const float *";
  }

  private void arguments() {
    List<String> arguments = new ArrayList<>();
    for (int slot = 0; slot < slots; slot++) {
      arguments.add(code("const int n%d", slot));
      for (int i = 0; i < tensors; i++) {
        arguments.add(code("%sx%d_%d", pointer(i), i, slot));
        if (hasOffsets) {
          arguments.add(code("const int x%d_%d_0", i, slot));
        }
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
    line(1, "const int item_of_all = (int)get_global_id(0);");
    line(1, "int slot = 0, begin = 0, end = (n0 + RUN - 1) / RUN;");
    for (int next = 1; next < slots; next++) {
      line(1, "if (item_of_all >= end) {");
      line(2, "slot = %d;", next);
      line(2, "begin = end;");
      line(1, "}");
      line(1, "end += (n%d + RUN - 1) / RUN;", next);
    }
    line(1, "const int item = item_of_all - begin;");
    line(1, "int n = n0;");
    for (int i = 0; i < tensors; i++) {
      line(1, "%sx%d = %s;", pointer(i), i, begin(i, 0));
    }
    line(1, "switch (slot) {");
    for (int other = 1; other < slots; other++) {
      line(1, "case %d:", other);
      line(2, "n = n%d;", other);
      for (int i = 0; i < tensors; i++) {
        line(2, "x%d = %s;", i, begin(i, other));
      }
      line(2, "break;");
    }
    line(1, "}");
  }

  private String begin(int tensor, int slot) {
    return hasOffsets
        ? code("x%d_%d + x%d_%d_0", tensor, slot, tensor, slot)
        : code("x%d_%d", tensor, slot);
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
