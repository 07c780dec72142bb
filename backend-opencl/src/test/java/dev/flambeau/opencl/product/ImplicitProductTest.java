package dev.flambeau.opencl.product;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.BackendOptions;
import dev.flambeau.backend.Backends;
import dev.flambeau.backend.Buffer;
import dev.flambeau.backend.DeviceInfo;
import dev.flambeau.backend.View;
import dev.flambeau.backend.execution.Execution;
import dev.flambeau.op.Convolution;
import dev.flambeau.op.Convolution.Conv;
import dev.flambeau.op.Convolution.ConvTranspose;
import dev.flambeau.op.Convolution.ConvWeightGradient;
import dev.flambeau.op.DType;
import dev.flambeau.op.Op;
import dev.flambeau.op.Shape;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.Window;
import dev.flambeau.opencl.OpenClDevices;
import dev.flambeau.opencl.Products;
import dev.flambeau.opencl.launch.Limits;
import dev.flambeau.opencl.product.Epilogue.Form;
import dev.flambeau.opencl.product.Epilogue.Then;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every way of a convolution by work-groups, whichever its cost would choose: each tile and its
 * turn, leaf after leaf and apart, with each epilogue, on each device that is here, with its fma or
 * ours.
 */
class ImplicitProductTest {
  private static final int RANDOM = Boolean.getBoolean("flambeau.long") ? 300 : 12;

  private static final Limits GROUPS = new Limits(1 << 15, Limits.ENDLESS, true);

  private static final Window THREE = Window.of(3, 3).padding(1);

  /** A convolution of some images, of which its transposed one and its gradient follow. */
  private record Layer(Window window, int groups, Shape images, int outputs) {
    Shape weight() {
      int channels = images.size(1) / groups;
      return Shape.of(outputs, channels).append(window.kernel().sizes());
    }

    Shape positions() {
      return conv(false).infer(floats(images, weight())).get(0).shape();
    }

    Conv conv(boolean hasBias) {
      return new Conv(window, groups, hasBias);
    }

    ConvTranspose transpose(boolean hasBias) {
      return new ConvTranspose(window, groups, window.passed(images), hasBias);
    }
  }

  private static Layer layer(Window window, int groups, int outputs, int... images) {
    return new Layer(window, groups, Shape.of(images), outputs);
  }

  private static final List<Layer> LAYERS =
      List.of(
          layer(THREE, 1, 5, 2, 3, 5, 4),
          layer(THREE, 1, 9, 1, 130, 4, 5), // k of two leaves
          layer(THREE, 1, 3, 3, 2, 20, 21), // images that leaves of positions cross
          layer(THREE, 1, 130, 1, 2, 5, 6), // and so of outputs
          layer(Window.of(4, 4).stride(3, 2).padding(1), 1, 300, 1, 2, 5, 6), // some phases' alone
          layer(THREE, 6, 6, 2, 6, 5, 9), // each channel a group
          layer(Window.of(2, 2).stride(3), 1, 5, 2, 3, 9, 10), // taps that pass elements over
          layer(Window.of(2, 2).stride(4).dilation(6).padding(3), 1, 3, 1, 2, 11, 12),
          layer(Window.of(3).padding(4), 1, 3, 1, 2, 1), // mostly padding
          layer(Window.of(2, 1).stride(50, 7), 1, 3, 1, 2, 101, 20), // most see no tap
          layer(Window.of(2, 3, 2).padding(1).stride(1, 2, 3), 2, 4, 2, 2, 4, 5, 6));

  /** For Oclgrind, which interprets. */
  private static final List<Layer> SMALL =
      List.of(
          layer(THREE.stride(2), 1, 3, 1, 2, 3, 4),
          layer(Window.of(2).stride(3).padding(1), 2, 2, 2, 2, 7),
          layer(Window.of(2).padding(1), 1, 2, 3, 1, 350)); // leaves of positions

  static Stream<DeviceInfo> devices() {
    return OpenClDevices.all().stream();
  }

  @ParameterizedTest
  @MethodSource("devices")
  void everyWayHasTheBitsOfTheReference(DeviceInfo info) {
    Backends backends = Backends.discover();
    try (ProductBench bench = new ProductBench(info);
        Backend reference =
            backends.open(backends.find("cpu:reference"), BackendOptions.defaults())) {
      Random random = new Random(ProductBench.SEED);
      List<Layer> layers = new ArrayList<>(bench.isInterpreted ? SMALL : LAYERS);
      while (!bench.isInterpreted && layers.size() < LAYERS.size() + RANDOM) {
        randomLayer(random).ifPresent(layers::add);
      }
      for (Layer layer : layers) {
        for (boolean hasBias : new boolean[] {false, true}) {
          check(bench, reference, layer.conv(hasBias), layer.images, layer.weight());
          check(bench, reference, layer.transpose(hasBias), layer.positions(), layer.weight());
        }
        ConvWeightGradient ofWeight = new ConvWeightGradient(layer.window, layer.groups);
        check(bench, reference, ofWeight, layer.images, layer.positions());
      }
    }
  }

  /** Nothing if its window does not fit. */
  private static Optional<Layer> randomLayer(Random random) {
    int rank = 1 + random.nextInt(3);
    List<Window.Axis> axes = new ArrayList<>();
    int groups = 1 + random.nextInt(3);
    List<Integer> images =
        new ArrayList<>(List.of(1 + random.nextInt(3), groups * (1 + random.nextInt(4))));
    for (int i = 0; i < rank; i++) {
      axes.add(
          new Window.Axis(
              1 + random.nextInt(4),
              1 + random.nextInt(4),
              1 + random.nextInt(3),
              random.nextInt(5) - 1,
              random.nextInt(5) - 1));
      images.add(1 + random.nextInt(rank == 3 ? 5 : 12));
    }
    Shape shape = Shape.of(images.stream().mapToInt(i -> i).toArray());
    Layer layer = new Layer(new Window(axes), groups, shape, groups * (1 + random.nextInt(5)));
    try {
      layer.positions();
      return Optional.of(layer);
    } catch (ShapeMismatchException e) {
      return Optional.empty();
    }
  }

  /** Compares each way, with each epilogue, with the reference. */
  private static void check(
      ProductBench bench, Backend reference, Convolution op, Shape first, Shape second) {
    List<TensorType> types = new ArrayList<>(floats(first, second));
    if (op.hasBias()) {
      int channels = op instanceof Conv ? second.size(0) : op.groups() * second.size(1);
      types.add(new TensorType(DType.FLOAT32, Shape.of(channels)));
    }
    assertTrue(ContractionLaunches.takes(op, types, GROUPS), () -> op + " of " + types);
    Shape result = op.infer(types).get(0).shape();
    List<View> inputs = types.stream().map(type -> bench.special(type.shape())).toList();
    View above = bench.special(result);
    List<View> all = Stream.concat(inputs.stream(), Stream.of(above)).toList();
    View c = bench.tensors.empty(result.sizes());
    check(bench, op, inputs, Form.NOTHING, null, c, expected(bench, reference, op, inputs));
    if (bench.isInterpreted) {
      return;
    }
    int[] relu = expected(bench, reference, Products.thenRelu(op, types), inputs);
    check(bench, op, inputs, new Form(Then.RELU, 0), null, c, relu);
    int[] chosen = expected(bench, reference, Products.thenWhereAbove(op, types), all);
    check(bench, op, inputs, new Form(Then.WHERE_ABOVE, 0), above, c, chosen);
  }

  private static void check(
      ProductBench bench,
      Convolution op,
      List<View> inputs,
      Form form,
      @Nullable View above,
      View c,
      int[] expected) {
    ImplicitProduct product = ImplicitProduct.of(op, inputs, form, above, c);
    for (ImplicitLaunch way : ImplicitLaunch.ways(product, bench.tiles)) {
      bench.tensors.write(c, new float[expected.length]);
      way.run(bench.launcher);
      assertArrayEquals(
          expected,
          bits(bench.tensors.read(c)),
          () ->
              String.format(
                  "%s of %s, %s, %d leaves, %s, seed %d",
                  op,
                  inputs.stream().map(View::type).toList(),
                  way.tile(),
                  way.leaves(),
                  form,
                  ProductBench.SEED));
    }
  }

  private static int[] expected(ProductBench bench, Backend reference, Op op, List<View> inputs) {
    List<Buffer> buffers = new ArrayList<>();
    List<View> copies = new ArrayList<>();
    for (View input : inputs) {
      View copy = empty(reference, input.type(), buffers);
      reference.write(bench.tensors.read(input), copy);
      copies.add(copy);
    }
    TensorType type = op.infer(inputs.stream().map(View::type).toList()).get(0);
    View result = empty(reference, type, buffers);
    Execution.run(reference, op, copies, List.of(result));
    ByteBuffer bytes = ByteBuffer.allocate((int) type.bytes()).order(ByteOrder.nativeOrder());
    reference.read(result, bytes);
    buffers.forEach(Buffer::close);
    return bits(bytes.clear());
  }

  private static View empty(Backend backend, TensorType type, List<Buffer> buffers) {
    Buffer buffer = backend.allocate(type.dtype(), type.elements());
    buffers.add(buffer);
    return new View(buffer, 0, type);
  }

  /** Those of floats, NaN in its one form. */
  private static int[] bits(ByteBuffer bytes) {
    return IntStream.range(0, bytes.capacity() / Float.BYTES)
        .map(i -> Float.floatToIntBits(bytes.getFloat(Float.BYTES * i)))
        .toArray();
  }

  private static List<TensorType> floats(Shape... shapes) {
    return Stream.of(shapes).map(shape -> new TensorType(DType.FLOAT32, shape)).toList();
  }

  @Test
  void takesWhatThereAreKernelsForAndIntsCount() {
    Limits none = new Limits(1 << 15, Limits.ENDLESS, false);
    Conv conv = new Conv(THREE, 1, false);
    List<TensorType> small = floats(Shape.of(2, 3, 5, 5), Shape.of(4, 3, 3, 3));
    assertTrue(ContractionLaunches.takes(conv, small, GROUPS));
    assertFalse(ContractionLaunches.takes(conv, small, none));
    List<TensorType> noChannel = floats(Shape.of(2, 0, 5, 5), Shape.of(4, 0, 3, 3));
    assertFalse(ContractionLaunches.takes(conv, noChannel, GROUPS));
    Conv padded = new Conv(THREE.padding(1 << 14).stride(1 << 12), 1, false);
    assertFalse(ContractionLaunches.takes(padded, small, GROUPS));
    Conv longer =
        new Conv(new Window(List.of(new Window.Axis(1, 1 << 30, 1, 1 << 30, 1 << 30))), 1, false);
    List<TensorType> line = floats(Shape.of(1, 1, 5), Shape.of(1, 1, 1));
    assertFalse(ContractionLaunches.takes(longer, line, GROUPS));
  }
}
