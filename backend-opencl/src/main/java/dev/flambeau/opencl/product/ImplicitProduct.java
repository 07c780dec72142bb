package dev.flambeau.opencl.product;

import dev.flambeau.backend.View;
import dev.flambeau.op.Convolution;
import dev.flambeau.op.Convolution.Conv;
import dev.flambeau.op.Convolution.ConvTranspose;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import dev.flambeau.opencl.launch.Limits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A convolution as a product whose right operand is windows over images, which are read where they
 * lie: convolution_groups.cl. Each group of channels is a product by itself.
 *
 * @param a the left operand
 * @param b the images that windows pass over
 * @param planes their sizes
 * @param groups of channels
 * @param columns how they are counted
 * @param ks how its k are counted
 * @param phases into which columns fall
 * @param kAreNeighbours whether k, and not columns, lie side by side in b
 */
record ImplicitProduct(
    Rows a,
    View b,
    int bGroup,
    Shape planes,
    Epilogue epilogue,
    Rows c,
    int groups,
    int rows,
    Walk columns,
    Walk ks,
    Phases phases,
    boolean kAreNeighbours) {
  /**
   * A tensor with the rows of a product.
   *
   * @param group from one group's first row to the next one's
   * @param stride from one row to the next
   */
  record Rows(View view, int group, int stride) {}

  /** Whether there are kernels for it, and all it has can be counted. */
  static boolean takes(Convolution op, List<TensorType> inputs, Limits limits) {
    return limits.hasGroups() && geometry(op, inputs, op.infer(inputs).get(0).shape()).fits();
  }

  private static ConvolutionGeometry geometry(
      Convolution op, List<TensorType> inputs, Shape result) {
    boolean isTransposed = op instanceof ConvTranspose;
    Shape images = isTransposed ? result : inputs.get(0).shape();
    Shape output = op instanceof Conv ? result : inputs.get(isTransposed ? 0 : 1).shape();
    return ConvolutionGeometry.of(op.window(), op.groups(), images, output.size(1));
  }

  /** That of an op, and what follows it, which may read another tensor. */
  static ImplicitProduct of(
      Convolution op, List<View> inputs, Epilogue.Form form, @Nullable View above, View c) {
    List<TensorType> types = inputs.stream().map(View::type).toList();
    ConvolutionGeometry geometry = geometry(op, types, c.type().shape());
    View bias = op.hasBias() ? inputs.get(2) : null;
    Epilogue epilogue = new Epilogue(bias, form, above);
    View first = inputs.get(0);
    View second = inputs.get(1);
    if (op instanceof Conv) {
      return forward(geometry, first, second, epilogue, c);
    }
    return op instanceof ConvTranspose
        ? transposed(geometry, first, second, epilogue, c)
        : weightGradient(geometry, first, second, epilogue, c);
  }

  private static ImplicitProduct forward(
      ConvolutionGeometry sizes, View x, View weight, Epilogue epilogue, View c) {
    int rows = sizes.rowsOfOutputs();
    return new ImplicitProduct(
        new Rows(weight, rows * sizes.weights(), sizes.weights()),
        x,
        sizes.rowsOfChannels() * sizes.planes().elements(),
        sizes.planes().sizes(),
        epilogue,
        new Rows(c, rows * sizes.positions(), sizes.positions()),
        sizes.groups(),
        rows,
        sizes.places(),
        sizes.taps(),
        Phases.NONE,
        false);
  }

  private static ImplicitProduct transposed(
      ConvolutionGeometry sizes, View g, View weight, Epilogue epilogue, View c) {
    int rows = sizes.rowsOfChannels();
    return new ImplicitProduct(
        new Rows(weight, sizes.rowsOfOutputs() * sizes.weights(), sizes.planes().taps()),
        g,
        sizes.rowsOfOutputs() * sizes.positions(),
        sizes.planes().positions(),
        epilogue,
        new Rows(c, rows * sizes.planes().elements(), sizes.planes().elements()),
        sizes.groups(),
        rows,
        sizes.elements(),
        sizes.tapsOfPhase(),
        sizes.phases(),
        false);
  }

  private static ImplicitProduct weightGradient(
      ConvolutionGeometry sizes, View x, View g, Epilogue epilogue, View c) {
    int rows = sizes.rowsOfOutputs();
    return new ImplicitProduct(
        new Rows(g, rows * sizes.positions(), sizes.positions()),
        x,
        sizes.rowsOfChannels() * sizes.planes().elements(),
        sizes.planes().sizes(),
        epilogue,
        new Rows(c, rows * sizes.weights(), sizes.weights()),
        sizes.groups(),
        rows,
        sizes.taps(),
        sizes.places(),
        Phases.NONE,
        true);
  }

  /** The elements of the result. */
  int elements() {
    return c.view.type().elements();
  }
}
