package dev.flambeau.cpu.convolution;

import dev.flambeau.backend.View;
import dev.flambeau.cpu.memory.HostBuffer;
import dev.flambeau.cpu.product.Epilogue;
import dev.flambeau.op.ConvPhase;
import dev.flambeau.op.Convolution.ConvTranspose;
import dev.flambeau.op.Planes;
import dev.flambeau.op.Shape;
import dev.flambeau.op.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A transposed convolution phase by phase: each is a convolution with some taps of the kernel. */
final class TransposedConvolution {
  private static final int AXES = Window.MOST_AXES;

  private final Tools tools;
  private final ConvTranspose op;
  private final View input;
  private final View weight;
  private final @Nullable View bias;
  private final View output;
  private final Planes planes;

  /** Channels of the input, and of the output, in a group. */
  private final int inputs;

  private final int outputs;

  TransposedConvolution(Tools tools, ConvTranspose op, List<View> inputs, View output) {
    this.tools = tools;
    this.op = op;
    this.output = output;
    input = inputs.get(0);
    weight = inputs.get(1);
    bias = op.hasBias() ? inputs.get(2) : null;
    planes = Planes.of(op.window(), output.type().shape());
    this.inputs = input.type().shape().size(1) / op.groups();
    outputs = output.type().shape().size(1) / op.groups();
  }

  /**
   * What computes its phases; before them all is as where no tap is seen, if there is such.
   *
   * @param then what follows on the result, which a single phase does with it
   */
  List<Runnable> phases(Epilogue then) {
    List<Runnable> phases = new ArrayList<>();
    List<ConvPhase> alongZ = along(0);
    List<ConvPhase> alongY = along(1);
    List<ConvPhase> alongX = along(2);
    if (alongZ.size() < all(0) || alongY.size() < all(1) || alongX.size() < all(2)) {
      phases.add(this::fill);
    }
    for (ConvPhase z : alongZ) {
      for (ConvPhase y : alongY) {
        for (ConvPhase x : alongX) {
          phases.add(phase(List.of(z, y, x), isSingle() ? then : Epilogue.NOTHING));
        }
      }
    }
    return phases;
  }

  /** Whether one phase is all of it, as it is without a stride. */
  boolean isSingle() {
    return IntStream.range(0, AXES).allMatch(axis -> all(axis) == 1 && along(axis).size() == 1);
  }

  private List<ConvPhase> along(int axis) {
    return ConvPhase.of(planes.axes().get(axis), planes.sizes().size(axis));
  }

  private int all(int axis) {
    return ConvPhase.count(planes.axes().get(axis), planes.sizes().size(axis));
  }

  /** Each channel is +0, and its bias. */
  private void fill() {
    float[] y = HostBuffer.floats(output);
    int channels = output.type().shape().size(1);
    int elements = planes.elements();
    for (int plane = 0; plane < planes.count(); plane++) {
      float value =
          bias == null ? 0f : 0f + HostBuffer.floats(bias)[bias.offset() + plane % channels];
      int from = output.offset() + plane * elements;
      Arrays.fill(y, from, from + elements, value);
    }
  }

  private Runnable phase(List<ConvPhase> phase, Epilogue then) {
    Window window = new Window(phase.stream().map(ConvPhase::ofGradient).toList());
    Shape three = planes.positions();
    Shape shape =
        Shape.of(input.type().shape().size(0), input.type().shape().size(1)).append(three.sizes());
    PaddedImages images = new PaddedImages(window, shape);
    int[] places = places(phase);
    PackedRows packed = PackedRows.of(outputs, places.length, tools.product());
    GroupedProduct product = new GroupedProduct(tools, images, input, packed, bias, then);
    int taps = planes.taps();
    int ofGroup = inputs * outputs * taps;
    for (int group = 0; group < op.groups(); group++) {
      product.add(
          images.taps(group * inputs, inputs),
          (number, into, to, first, end) ->
              packed.gather(
                  HostBuffer.floats(weight),
                  weight.offset() + number * ofGroup,
                  taps,
                  places,
                  into,
                  to,
                  first,
                  end),
          target(phase, group * outputs));
    }
    return product;
  }

  /** Where the weights lie that k goes through, behind an output channel's first one. */
  private int[] places(List<ConvPhase> phase) {
    int[] places =
        new int[inputs * phase.stream().mapToInt(ConvPhase::taps).reduce(1, (a, b) -> a * b)];
    int k = 0;
    for (int o = 0; o < inputs; o++) {
      for (int z = phase.get(0).taps() - 1; z >= 0; z--) {
        for (int y = phase.get(1).taps() - 1; y >= 0; y--) {
          for (int x = phase.get(2).taps() - 1; x >= 0; x--) {
            int tap = 0;
            int[] seen = {z, y, x};
            for (int axis = 0; axis < AXES; axis++) {
              ConvPhase along = phase.get(axis);
              tap = tap * along.kernel() + along.firstTap() + seen[axis] * along.tapStep();
            }
            places[k++] = o * outputs * planes.taps() + tap;
          }
        }
      }
    }
    return places;
  }

  private ImageTarget target(List<ConvPhase> phase, int firstChannel) {
    int[] first = phase.stream().mapToInt(ConvPhase::first).toArray();
    int[] counts = phase.stream().mapToInt(ConvPhase::count).toArray();
    int[] step = planes.axes().stream().mapToInt(Window.Axis::stride).toArray();
    return new ImageTarget(
        HostBuffer.floats(output),
        output.offset() + firstChannel * planes.elements(),
        output.type().shape().size(1),
        firstChannel,
        planes.sizes(),
        first,
        step,
        Shape.of(counts));
  }
}
