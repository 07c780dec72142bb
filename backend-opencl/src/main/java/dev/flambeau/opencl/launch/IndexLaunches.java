package dev.flambeau.opencl.launch;

import dev.flambeau.backend.View;
import dev.flambeau.op.DType;
import dev.flambeau.op.Fill;
import dev.flambeau.op.Indexing;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import java.util.List;

/** Positions by their numbers: index.cl. */
public final class IndexLaunches {
  /** Beside a block's values its lanes take two rounds each: one for so many values. */
  private static final int BLOCKS_SHARE = ReductionLaunches.BLOCK / (2 * ReductionLaunches.LANES);

  private IndexLaunches() {}

  public static void select(
      Indexing.IndexSelect op, List<View> inputs, List<View> outputs, Launcher launcher) {
    View x = inputs.get(0);
    View y = outputs.get(0);
    int n = y.type().elements();
    launcher
        .launch("index_select_" + ElementwiseLaunches.bits(y))
        .view(x)
        .view(inputs.get(1))
        .view(y)
        .number(x.type().shape().size(op.axis()))
        .number(inputs.get(1).type().elements())
        .number(inner(op, x))
        .number(x.type().dtype() == DType.FLOAT32 ? Float.floatToRawIntBits(Float.NaN) : 0)
        .number(n)
        .overElements(n);
  }

  /** A round for each number, and some for each block of a sum. */
  public static boolean takesAdd(Indexing.IndexAdd op, List<TensorType> inputs, Limits limits) {
    long named = inputs.get(1).elements();
    return limits.admits(named + named / BLOCKS_SHARE);
  }

  public static void add(
      Indexing.IndexAdd op, List<View> inputs, List<View> outputs, Launcher launcher) {
    View index = inputs.get(1);
    View y = outputs.get(0);
    int named = index.type().elements();
    int n = y.type().elements();
    if (named == 0) {
      Fill zeros = new Fill(DType.FLOAT32, y.type().shape(), 0);
      ElementwiseLaunches.fill(zeros, List.of(), outputs, launcher);
      return;
    }
    try (Scratch sorted = launcher.scratch(DType.INT32, named)) {
      launcher.launch("index_sort").view(index).memory(sorted).number(named).over(named);
      launcher
          .launch("index_add")
          .view(inputs.get(0))
          .view(index)
          .memory(sorted)
          .view(y)
          .number(op.size())
          .number(named)
          .number(inner(op, y))
          .number(n)
          .over(n);
    }
  }

  private static int inner(Indexing op, View view) {
    Shape shape = view.type().shape();
    return shape.elements(op.axis() + 1, shape.rank());
  }
}
