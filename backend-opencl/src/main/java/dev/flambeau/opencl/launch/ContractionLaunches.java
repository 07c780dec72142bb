package dev.flambeau.opencl.launch;

import dev.flambeau.backend.View;
import dev.flambeau.op.Contraction;
import dev.flambeau.op.Contraction.MatMul;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Matrix products: contraction.cl, and matmul_groups.cl by {@link GroupProduct}. */
final class ContractionLaunches {
  /** How many k are one chain: numerics.md, "Contractions". */
  static final int LEAF = 1024;

  private ContractionLaunches() {}

  static boolean takes(Contraction op, List<TensorType> inputs, Limits limits) {
    boolean isTransposed = op instanceof MatMul matmul && matmul.transposeA();
    return admits(inputs.get(0).shape().size(isTransposed ? -2 : -1), limits);
  }

  /** Whether one element's sum over k is short enough: a round for each k and each leaf. */
  static boolean admits(int k, Limits limits) {
    return limits.admits(k + k / LEAF);
  }

  static void run(Contraction op, List<View> inputs, List<View> outputs, Launcher launcher) {
    run(op, inputs, Epilogue.Then.NOTHING, List.of(), outputs.get(0), launcher);
  }

  /** A product and what follows it, which reads the operands. */
  static void run(
      Contraction op,
      List<View> inputs,
      Epilogue.Then then,
      List<View> operands,
      View c,
      Launcher launcher) {
    View a = inputs.get(0);
    View b = inputs.get(1);
    if (op instanceof MatMul matmul) {
      multiply(matmul, a, b, new Epilogue(null, then, operands), c, launcher);
    } else {
      Epilogue epilogue = new Epilogue(inputs.get(2), then, operands);
      multiply(new MatMul(false, true), rows(a), b, epilogue, rows(c), launcher);
    }
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

  static void multiply(MatMul op, View a, View b, Epilogue epilogue, View c, Launcher launcher) {
    if (launcher.wantsSmallItems()) {
      byElements(op, a, b, epilogue, c, launcher);
      return;
    }
    Optional<GroupProduct> groups = GroupProduct.of(op, a, b, c, launcher);
    if (groups.isPresent()) {
      groups.get().launch(epilogue, c, launcher);
      return;
    }
    TiledProduct tiled = TiledProduct.of(op, a, b, c, launcher.parameters().tile());
    if (tiled.pays()) {
      tiled.launch(epilogue, c, launcher);
    } else {
      byElements(op, a, b, epilogue, c, launcher);
    }
  }

  private static void byElements(
      MatMul op, View a, View b, Epilogue epilogue, View c, Launcher launcher) {
    int done = 0;
    int m = c.type().shape().size(-2);
    int n = c.type().shape().size(-1);
    for (Layout part : lead(a, b, c).parts(Layout.AXES)) {
      Launch launch = launcher.launch("matmul_elements");
      operand(launch, a, part, 0, op.transposeA());
      operand(launch, b, part, 1, op.transposeB());
      epilogue
          .pass(launch, c, done * m * n)
          .view(c, done * m * n)
          .number(m)
          .number(n)
          .number(a.type().shape().size(op.transposeA() ? -2 : -1))
          .numbers(part.sizesOf8())
          .numbers(times(part.stridesOf8(0), matrixSize(a)))
          .numbers(times(part.stridesOf8(1), matrixSize(b)));
      int batch = part.elements();
      launch.grid(new long[] {n, m, batch}, new long[] {1, 1, 1});
      done += batch;
    }
  }

  /** An operand, and its strides from row to row and from column to column. */
  private static void operand(
      Launch launch, View view, Layout lead, int number, boolean transposed) {
    int width = view.type().shape().size(-1);
    launch
        .view(view, lead.starts()[number] * matrixSize(view))
        .number(transposed ? 1 : width)
        .number(transposed ? width : 1);
  }

  /** The elements of one matrix of those that a view holds. */
  static int matrixSize(View view) {
    return view.type().shape().size(-1) * view.type().shape().size(-2);
  }

  /** Leading strides count matrices; kernels count elements. */
  static int[] times(int[] strides, int factor) {
    return IntStream.of(strides).map(stride -> stride * factor).toArray();
  }

  static long ceiling(long size, long part) {
    return (size + part - 1) / part;
  }
}
