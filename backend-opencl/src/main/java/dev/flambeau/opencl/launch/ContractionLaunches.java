package dev.flambeau.opencl.launch;

import dev.flambeau.backend.View;
import dev.flambeau.op.Contraction.Linear;
import dev.flambeau.op.Contraction.MatMul;
import dev.flambeau.op.DType;
import dev.flambeau.op.Movement;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import dev.flambeau.opencl.memory.DeviceBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Matrix products: contraction.cl. */
final class ContractionLaunches {
  private static final int TILE = 64;
  private static final int SIDE = 16;

  private ContractionLaunches() {}

  static void matmul(MatMul op, List<View> inputs, List<View> outputs, Launcher launcher) {
    multiply(op, inputs.get(0), inputs.get(1), null, outputs.get(0), launcher);
  }

  static void linear(Linear op, List<View> inputs, List<View> outputs, Launcher launcher) {
    multiply(
        new MatMul(false, true),
        rows(inputs.get(0)),
        inputs.get(1),
        inputs.get(2),
        rows(outputs.get(0)),
        launcher);
  }

  /** A tensor as the matrix of its rows. */
  private static View rows(View view) {
    Shape shape = view.type().shape();
    Shape matrix = Shape.of(shape.elements(0, shape.rank() - 1), shape.size(-1));
    return new View(view.buffer(), view.offset(), view.type().with(matrix));
  }

  static Layout lead(View a, View b, View c) {
    return Layout.broadcast(lead(c.type()), List.of(lead(a.type()), lead(b.type())));
  }

  private static Shape lead(TensorType type) {
    return type.shape().slice(0, type.shape().rank() - 2);
  }

  static void multiply(MatMul op, View a, View b, @Nullable View bias, View c, Launcher launcher) {
    if (launcher.isCpu() && op.transposeB()) {
      // Vectors run along the rows of b, so a transposed one is moved first: N·K against M·N·K.
      try (DeviceBuffer moved = launcher.scratch(DType.FLOAT32, b.type().elements())) {
        View straight = transposed(b, moved, launcher);
        launch(new MatMul(op.transposeA(), false), a, straight, bias, c, launcher);
      }
    } else {
      launch(op, a, b, bias, c, launcher);
    }
  }

  static View transposed(View matrix, DeviceBuffer into, Launcher launcher) {
    Shape shape = matrix.type().shape();
    int rank = shape.rank();
    List<Integer> axes =
        IntStream.range(0, rank)
            .mapToObj(axis -> axis < rank - 2 ? axis : 2 * rank - 3 - axis)
            .toList();
    Movement.Transpose op = new Movement.Transpose(axes);
    View result = new View(into, 0, op.infer(List.of(matrix.type())).get(0));
    if (result.type().elements() > 0) {
      MovementLaunches.transpose(op, List.of(matrix), List.of(result), launcher);
    }
    return result;
  }

  private static void launch(
      MatMul op, View a, View b, @Nullable View bias, View c, Launcher launcher) {
    int done = 0;
    for (Layout part : lead(a, b, c).parts(Layout.AXES)) {
      launch(op, a, b, bias, c, part, done, launcher);
      done += part.elements();
    }
  }

  /** The products of one part of the leading axes, which are walked matrix by matrix. */
  private static void launch(
      MatMul op,
      View a,
      View b,
      @Nullable View bias,
      View c,
      Layout lead,
      int done,
      Launcher launcher) {
    Shape left = a.type().shape();
    Shape right = b.type().shape();
    int m = c.type().shape().size(-2);
    int n = c.type().shape().size(-1);
    int aSize = left.size(-1) * left.size(-2);
    int bSize = right.size(-1) * right.size(-2);
    Launch launch =
        launcher
            .launch(launcher.isCpu() ? "matmul_rows_4x16" : "matmul_tile_64x64")
            .view(a, lead.starts()[0] * aSize)
            .number(op.transposeA() ? 1 : left.size(-1))
            .number(op.transposeA() ? left.size(-1) : 1)
            .view(b, lead.starts()[1] * bSize)
            .number(op.transposeB() ? 1 : right.size(-1))
            .number(op.transposeB() ? right.size(-1) : 1)
            .view(bias == null ? c : bias)
            .number(bias == null ? 0 : 1)
            .view(c, done * m * n)
            .number(m)
            .number(n)
            .number(left.size(op.transposeA() ? -2 : -1))
            .numbers(lead.sizesOf8())
            .numbers(times(lead.stridesOf8(0), aSize))
            .numbers(times(lead.stridesOf8(1), bSize));
    int batch = lead.elements();
    if (launcher.isCpu()) {
      launch.grid(new long[] {ceiling(n, 16), ceiling(m, 4), batch}, new long[] {1, 1, 1});
    } else {
      launch.grid(
          new long[] {SIDE * ceiling(n, TILE), SIDE * ceiling(m, TILE), batch},
          new long[] {SIDE, SIDE, 1});
    }
  }

  /** Leading strides count matrices; kernels count elements. */
  private static int[] times(int[] strides, int factor) {
    return IntStream.of(strides).map(stride -> stride * factor).toArray();
  }

  private static long ceiling(int size, int part) {
    return (size + part - 1L) / part;
  }
}
