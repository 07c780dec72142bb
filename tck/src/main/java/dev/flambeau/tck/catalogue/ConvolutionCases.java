package dev.flambeau.tck.catalogue;

import static dev.flambeau.tck.cases.Values.BIG_THEN_TINY;
import static dev.flambeau.tck.cases.Values.INFINITY;
import static dev.flambeau.tck.cases.Values.NAN;
import static dev.flambeau.tck.cases.Values.NEGATIVE_ZERO;
import static dev.flambeau.tck.cases.Values.SPECIAL;
import static dev.flambeau.tck.cases.Values.UNDERFLOW;
import static dev.flambeau.tck.cases.Values.ZEROS;

import dev.flambeau.op.Convolution;
import dev.flambeau.op.Convolution.Conv;
import dev.flambeau.op.Convolution.ConvTranspose;
import dev.flambeau.op.Convolution.ConvWeightGradient;
import dev.flambeau.op.DType;
import dev.flambeau.op.Shape;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.TypeMismatchException;
import dev.flambeau.op.Window;
import dev.flambeau.tck.cases.Cases;
import dev.flambeau.tck.cases.Values;
import java.util.List;

/** numerics.md, "Convolutions". */
final class ConvolutionCases {
  private static final Window THREE = Window.of(3, 3).padding(1);

  private ConvolutionCases() {}

  /** A convolution of some images, of which all three ops and both biases follow. */
  private record Layer(Window window, int groups, Shape images, int outputs) {
    Shape weight() {
      int channels = images.size(1) / groups;
      return Shape.of(outputs, channels).append(window.kernel().sizes());
    }

    Shape positions() {
      List<TensorType> inputs = List.of(type(images), type(weight()));
      return new Conv(window, groups, false).infer(inputs).get(0).shape();
    }

    private static TensorType type(Shape shape) {
      return new TensorType(DType.FLOAT32, shape);
    }

    void add(Cases cases, Values... values) {
      String x = images + " × ";
      String g = positions() + " × ";
      cases.of(new Conv(window, groups, false)).shapes(x + weight()).values(values);
      cases.of(new ConvWeightGradient(window, groups)).shapes(x + positions()).values(values);
      cases.of(transpose(false)).shapes(g + weight()).values(values);
    }

    void addBiased(Cases cases, Values... values) {
      String both = " × " + weight() + " × ";
      Conv conv = new Conv(window, groups, true);
      cases.of(conv).shapes(images + both + Shape.of(outputs)).values(values);
      cases
          .of(transpose(true))
          .shapes(positions() + both + Shape.of(images.size(1)))
          .values(values);
    }

    private ConvTranspose transpose(boolean hasBias) {
      return new ConvTranspose(window, groups, window.passed(images), hasBias);
    }
  }

  private static Layer layer(Window window, int groups, int outputs, int... images) {
    return new Layer(window, groups, Shape.of(images), outputs);
  }

  static void define(Cases cases) {
    cases.rule("Convolutions");
    List<Layer> layers =
        List.of(
            layer(THREE, 1, 4, 2, 3, 5, 7),
            layer(THREE, 1, 40, 2, 32, 9, 33), // more than one panel and one tile
            layer(THREE, 1, 9, 1, 130, 5, 6), // k of two leaves
            layer(THREE, 1, 8, 3, 2, 20, 21), // images that leaves of positions cross
            layer(THREE, 1, 3, 0, 2, 4, 4),
            layer(Window.of(5, 5).padding(2), 1, 6, 2, 1, 28, 28),
            layer(Window.of(5, 5), 1, 16, 2, 6, 14, 14),
            layer(Window.of(1, 1), 1, 33, 2, 17, 7, 7),
            layer(Window.of(1, 1).stride(2), 1, 5, 2, 4, 7, 8),
            layer(THREE.stride(2), 1, 5, 2, 3, 8, 9),
            layer(Window.of(7, 7).stride(2).padding(3), 1, 9, 1, 3, 33, 34),
            layer(Window.of(2, 2).stride(3), 1, 5, 2, 3, 9, 10), // taps that pass elements over
            layer(Window.of(2, 3).stride(1, 2).padding(0, 1).dilation(2, 1), 1, 4, 2, 3, 7, 8),
            layer(Window.of(3, 3).stride(2).dilation(2).padding(2), 1, 4, 1, 2, 9, 9),
            layer(Window.of(2, 2).stride(4).dilation(6).padding(3), 1, 3, 1, 2, 11, 12),
            layer(Window.of(3, 3).padding(-1), 1, 3, 2, 2, 7, 6),
            layer(Window.of(4, 4).same(), 1, 3, 2, 2, 5, 6),
            layer(Window.of(3, 3).padding(4), 1, 3, 1, 2, 1, 2), // mostly padding
            layer(Window.of(1, 3).stride(1, 2).padding(0, 1), 1, 3, 2, 2, 3, 1), // one of a stride
            layer(Window.of(1, 1, 3).stride(1, 1, 2).padding(0, 0, 1), 2, 4, 1, 2, 2, 2, 1),
            layer(Window.of(2, 1).stride(50, 7), 1, 3, 1, 2, 101, 20), // most see no tap
            layer(THREE, 2, 8, 2, 4, 6, 5),
            layer(THREE, 16, 16, 2, 16, 9, 17),
            layer(THREE.stride(2), 4, 8, 1, 4, 9, 8),
            layer(Window.of(3), 1, 4, 2, 3, 17),
            layer(Window.of(4).stride(3).padding(2), 1, 33, 2, 5, 70),
            layer(Window.of(2, 3, 2).padding(1), 1, 3, 1, 2, 4, 5, 6),
            layer(Window.of(2, 2, 2).stride(2), 2, 4, 2, 2, 3, 4, 5));
    for (Layer layer : layers) {
      layer.add(cases, BIG_THEN_TINY);
      layer.addBiased(cases, BIG_THEN_TINY);
    }
    layers.get(0).add(cases, SPECIAL, NAN, INFINITY, UNDERFLOW, NEGATIVE_ZERO, ZEROS);
    layers.get(0).addBiased(cases, NEGATIVE_ZERO);
    refusals(cases);
  }

  private static void refusals(Cases cases) {
    Convolution conv = new Conv(Window.of(3, 3), 2, true);
    cases
        .of(conv)
        .refuses("(1, 4, 5, 5) × (2, 2, 3, 3)", ShapeMismatchException.class)
        .refuses(
            "(4, 5, 5) × (2, 2, 3, 3) × (2)",
            ShapeMismatchException.class,
            "conv: the input (N, C, size…) has 4 axes, was given (4, 5, 5)")
        .refuses(
            "(1, 4, 5, 5) × (2, 2, 3, 4) × (2)",
            ShapeMismatchException.class,
            "conv: the weight is (O, C/groups, kernel…) for a kernel of (3, 3), was given"
                + " (2, 2, 3, 4)")
        .refuses(
            "(1, 4, 5, 5) × (3, 2, 3, 3) × (3)",
            ShapeMismatchException.class,
            "conv: 2 groups do not divide O = 3")
        .refuses(
            "(1, 3, 5, 5) × (2, 2, 3, 3) × (2)",
            ShapeMismatchException.class,
            "conv: the input must have the weight's 4 channels in 2 groups at axis 1, was given"
                + " (1, 3, 5, 5)")
        .refuses("(1, 4, 5, 5) × (2, 2, 3, 3) × (3)", ShapeMismatchException.class)
        .refuses(
            "(1, 4, 5, 2) × (2, 2, 3, 3) × (2)",
            ShapeMismatchException.class,
            "conv: a window that covers 3 elements does not fit axis -1 of (1, 4, 5, 2), which"
                + " with its padding has 2. Take a larger input, more padding, a smaller kernel"
                + " or less dilation.");
    cases
        .of(conv)
        .types(DType.FLOAT32, DType.INT32)
        .refuses("(1, 4, 5, 5) × (2, 2, 3, 3) × (2)", TypeMismatchException.class);
    cases
        .of(new ConvTranspose(Window.of(3, 3).stride(2), 1, Shape.of(6, 5), false))
        .refuses("(1, 4, 2, 2) × (3, 2, 3, 3)", ShapeMismatchException.class)
        .refuses(
            "(1, 4, 3, 2) × (4, 2, 3, 3)",
            ShapeMismatchException.class,
            "convTranspose: over (6, 5) the window has (2, 2) positions, was given (1, 4, 3, 2)");
    cases
        .of(new ConvTranspose(Window.of(1, 1), 65_536, Shape.of(2, 2), false))
        .refuses(
            "(1, 0, 2, 2) × (0, 65536, 1, 1)",
            ShapeMismatchException.class,
            "convTranspose: gives 2147483647 channels at most, was given a weight of"
                + " (0, 65536, 1, 1) in 65536 groups, which makes 4294967296");
    cases
        .of(new ConvWeightGradient(Window.of(3, 3), 2))
        .refuses("(1, 4, 5, 5) × (1, 3, 3, 3)", ShapeMismatchException.class)
        .refuses("(1, 3, 5, 5) × (1, 2, 3, 3)", ShapeMismatchException.class)
        .refuses(
            "(1, 4, 5, 5) × (2, 2, 3, 3)",
            ShapeMismatchException.class,
            "convWeightGradient: as many images as gradients, were given (1, 4, 5, 5) and"
                + " (2, 2, 3, 3)");
  }
}
