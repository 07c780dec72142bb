package dev.flambeau.opencl.product;

import dev.flambeau.backend.View;
import dev.flambeau.op.Contraction;
import dev.flambeau.op.Contraction.MatMul;
import dev.flambeau.op.Convolution;
import dev.flambeau.op.TensorType;
import dev.flambeau.opencl.launch.Launch;
import dev.flambeau.opencl.launch.Launcher;
import dev.flambeau.opencl.launch.Layout;
import dev.flambeau.opencl.launch.Limits;
import dev.flambeau.opencl.product.Epilogue.Form;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Matrix products: contraction.cl, and matmul_groups.cl by {@link GroupLaunch}; and convolutions,
 * by {@link ImplicitLaunch}.
 */
public final class ContractionLaunches {
  /**
   * Products that a launch takes. Of each there are 168 bytes of arguments at most, so that all fit
   * the 1,024 that every device takes.
   *
   * @see "OpenCL 3.0, table of device queries: CL_DEVICE_MAX_PARAMETER_SIZE"
   */
  public static final int PRODUCTS = 3;

  private ContractionLaunches() {}

  public static boolean takes(Contraction op, List<TensorType> inputs, Limits limits) {
    if (op instanceof Convolution convolution) {
      return ImplicitProduct.takes(convolution, inputs, limits);
    }
    boolean isTransposed = op instanceof MatMul matmul && matmul.transposeA();
    return admits(inputs.get(0).shape().size(isTransposed ? -2 : -1), limits);
  }

  /** Whether one element's sum over k is short enough: a round for each k and each leaf. */
  static boolean admits(int k, Limits limits) {
    return limits.admits(k + k / Contraction.LEAF);
  }

  public static void run(Contraction op, List<View> inputs, List<View> outputs, Launcher launcher) {
    runEnded(List.of(Ended.of(op, inputs, outputs.get(0))), launcher);
  }

  /** A contraction, what follows it, another tensor that this may read, and where it goes. */
  record Ended(Contraction op, List<View> inputs, Form form, @Nullable View above, View c) {
    static Ended of(Contraction op, List<View> inputs, View c) {
      return new Ended(op, inputs, Form.NOTHING, null, c);
    }
  }

  /** Contractions that do not depend on each other. */
  static void runEnded(List<Ended> contractions, Launcher launcher) {
    List<Product> products = new ArrayList<>();
    for (Ended each : contractions) {
      if (each.op instanceof Convolution convolution) {
        ImplicitProduct product =
            ImplicitProduct.of(convolution, each.inputs, each.form, each.above, each.c);
        ImplicitLaunch.run(product, launcher);
      } else {
        products.add(Product.of(each.op, each.inputs, each.form, each.above, each.c));
      }
    }
    run(products, launcher);
  }

  public static void run(Product product, Launcher launcher) {
    run(List.of(product), launcher);
  }

  /** Products that do not depend on each other: those of one matrix each go some in a launch. */
  public static void run(List<Product> products, Launcher launcher) {
    List<Product> matrices = new ArrayList<>();
    for (Product product : products) {
      if (product.isOneMatrix()) {
        matrices.add(product);
      } else {
        launch(List.of(product), launcher);
      }
    }
    for (int from = 0; from < matrices.size(); from += PRODUCTS) {
      launch(matrices.subList(from, Math.min(from + PRODUCTS, matrices.size())), launcher);
    }
  }

  /**
   * By tiles in local memory, if the device has any, else by tiles in registers, where that pays.
   */
  private static void launch(List<Product> products, Launcher launcher) {
    List<Product> left = products;
    if (!launcher.wantsSmallItems()) {
      left = TiledLaunch.take(GroupLaunch.take(left, launcher), launcher);
    }
    left.forEach(product -> byElements(product, launcher));
  }

  /** Fills up a launch that takes more products than it has: with null pointers and numbers 0. */
  static void passNone(Launch launch, int products, int pointers, int numbers) {
    for (int free = products; free < PRODUCTS; free++) {
      for (int pointer = 0; pointer < pointers; pointer++) {
        launch.noMemory();
      }
      launch.numbers(new int[numbers]);
    }
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
          .numbers(Product.times(part.stridesOf8(0), Product.matrixSize(product.a())))
          .numbers(Product.times(part.stridesOf8(1), Product.matrixSize(product.b())));
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
        .view(view, lead.starts()[number] * Product.matrixSize(view))
        .number(transposed ? 1 : width)
        .number(transposed ? width : 1);
  }
}
