package dev.flambeau.opencl.launch;

import dev.flambeau.backend.View;
import dev.flambeau.op.Contraction;
import dev.flambeau.op.Contraction.MatMul;
import dev.flambeau.op.TensorType;
import java.util.ArrayList;
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
    run(Product.of(op, inputs, Epilogue.Then.NOTHING, List.of(), outputs.get(0)), launcher);
  }

  static void run(Product product, Launcher launcher) {
    together(List.of(product), launcher);
  }

  /** Products that do not depend on each other: by tiles in registers some go in a launch. */
  static void together(List<Product> products, Launcher launcher) {
    List<TiledProduct> matrices = new ArrayList<>();
    for (Product product : products) {
      Optional<GroupProduct> groups = groups(product, launcher);
      Optional<TiledProduct> tiled =
          groups.isPresent() ? Optional.empty() : tiled(product, launcher);
      if (groups.isPresent()) {
        groups.get().launch(launcher);
      } else if (tiled.isEmpty()) {
        byElements(product, launcher);
      } else if (tiled.get().isOneMatrix()) {
        matrices.add(tiled.get());
      } else {
        TiledLaunch.of(tiled.get(), launcher);
      }
    }
    for (int from = 0; from < matrices.size(); from += TiledLaunch.PRODUCTS) {
      int to = Math.min(from + TiledLaunch.PRODUCTS, matrices.size());
      TiledLaunch.together(matrices.subList(from, to), launcher);
    }
  }

  /** By tiles in local memory, if the device has any. */
  private static Optional<GroupProduct> groups(Product product, Launcher launcher) {
    return launcher.wantsSmallItems() ? Optional.empty() : GroupProduct.of(product, launcher);
  }

  /** By tiles in registers, where it pays. */
  private static Optional<TiledProduct> tiled(Product product, Launcher launcher) {
    return launcher.wantsSmallItems()
        ? Optional.empty()
        : Optional.of(TiledProduct.of(product, launcher)).filter(TiledProduct::pays);
  }

  private static void byElements(Product product, Launcher launcher) {
    int done = 0;
    int m = product.m();
    int n = product.n();
    for (Layout part : product.lead().parts(Layout.AXES)) {
      Launch launch = launcher.launch("matmul_elements");
      operand(launch, product.a(), part, 0, product.op().transposeA());
      operand(launch, product.b(), part, 1, product.op().transposeB());
      product
          .epilogue()
          .pass(launch, product.c(), done * m * n)
          .view(product.c(), done * m * n)
          .number(m)
          .number(n)
          .number(product.k())
          .numbers(part.sizesOf8())
          .numbers(times(part.stridesOf8(0), matrixSize(product.a())))
          .numbers(times(part.stridesOf8(1), matrixSize(product.b())));
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
