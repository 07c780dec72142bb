package dev.flambeau.opencl.launch;

import dev.flambeau.backend.View;
import dev.flambeau.op.Contraction.Linear;
import dev.flambeau.op.Contraction.MatMul;
import dev.flambeau.op.DType;
import dev.flambeau.op.Fill;
import dev.flambeau.op.Movement;
import dev.flambeau.op.Recurrent.Nonlinearity;
import dev.flambeau.op.Recurrent.Rnn;
import dev.flambeau.op.Recurrent.RnnGradient;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import dev.flambeau.opencl.memory.DeviceBuffer;
import java.util.List;

/** A whole recurrent sequence: recurrent.cl, between products of contraction.cl. */
final class RecurrentLaunches {
  private static final int GROUP = 64;

  /** Loops of a hyperbolic tangent that is hard to round, and the leaf's. */
  private static final long TANH_ROUNDS = 128;

  private RecurrentLaunches() {}

  static boolean takesForward(Rnn op, List<TensorType> inputs, Limits limits) {
    TensorType x = inputs.get(1);
    return fits(x, inputs.get(3), limits) && ContractionLaunches.admits(x.shape().size(2), limits);
  }

  /** A sequence of nothing is left to the decomposition, which says what its gradients are. */
  static boolean takesBackward(RnnGradient op, List<TensorType> inputs, Limits limits) {
    TensorType h = inputs.get(1);
    int rows = h.shape().size(0) * h.shape().size(1);
    return fits(h, inputs.get(5), limits)
        && h.elements() > 0
        && ContractionLaunches.admits(rows, limits);
  }

  /**
   * Whether a row of hidden values fits half of local memory twice, and whether a work-item may go
   * through all steps, be it alone in its group.
   */
  private static boolean fits(TensorType sequence, TensorType weightHh, Limits limits) {
    long hidden = weightHh.shape().size(0);
    long rounds = sequence.shape().size(0) * hidden * (hidden + TANH_ROUNDS);
    return 2 * hidden * DType.FLOAT32.bytes() <= limits.localMemoryBytes() / 2
        && limits.admits(rounds);
  }

  static void forward(Rnn op, List<View> inputs, List<View> outputs, Launcher launcher) {
    View h = outputs.get(0);
    Shape shape = h.type().shape();
    // The projections of all steps are one product, and lie where the outputs will.
    ContractionLaunches.run(
        new Linear(), List.of(inputs.get(1), inputs.get(2), inputs.get(4)), outputs, launcher);
    if (h.type().elements() == 0) {
      return;
    }
    if (launcher.parameters().hasVectors()) {
      forwardByTiles(op, inputs, h, launcher);
    } else {
      forwardByGroups(op, inputs, h, launcher);
    }
  }

  private static void forwardByGroups(Rnn op, List<View> inputs, View h, Launcher launcher) {
    Shape shape = h.type().shape();
    int hidden = shape.size(2);
    try (Scratch moved = launcher.scratch(DType.FLOAT32, hidden * hidden)) {
      View w = transposed(inputs.get(3), moved, launcher);
      Launch launch =
          launcher
              .launch("recurrent_forward")
              .view(inputs.get(0))
              .memory(DeviceBuffer.of(w))
              .view(inputs.get(5))
              .view(h);
      sized(launch, shape, op.nonlinearity())
          .localFloats(2 * hidden)
          .groups(shape.size(1), group(hidden));
    }
  }

  private static void forwardByTiles(Rnn op, List<View> inputs, View h, Launcher launcher) {
    Shape shape = h.type().shape();
    int items = items(shape, launcher);
    try (Scratch w = TiledProduct.packed(inputs.get(3), true, launcher);
        Scratch rows = rows(items, shape, launcher)) {
      Launch launch =
          launcher
              .launch("recurrent_tiles_forward")
              .view(inputs.get(0))
              .memory(w.memory())
              .view(inputs.get(5))
              .view(h)
              .memory(rows.memory());
      sized(launch, shape, op.nonlinearity()).groups(items, 1);
    }
  }

  /** How many work-items share the rows of a sequence. */
  private static int items(Shape sequence, Launcher launcher) {
    int rows = launcher.parameters().tile().rows();
    return (int) ContractionLaunches.ceiling(sequence.size(1), rows);
  }

  /** What each item needs: its rows, and what a product makes of them. */
  private static Scratch rows(int items, Shape sequence, Launcher launcher) {
    int elements = launcher.parameters().tile().rows() * sequence.size(2);
    return launcher.scratch(DType.FLOAT32, Math.multiplyExact(2 * items, elements));
  }

  static void backward(RnnGradient op, List<View> inputs, List<View> outputs, Launcher launcher) {
    Shape shape = inputs.get(1).type().shape();
    int steps = shape.size(0);
    int rows = steps * shape.size(1);
    int hidden = shape.size(2);
    try (Scratch before = launcher.scratch(DType.FLOAT32, rows * hidden);
        Scratch one = launcher.scratch(DType.FLOAT32, rows)) {
      View dz = reshaped(outputs.get(1), rows, hidden);
      if (launcher.parameters().hasVectors()) {
        backwardByTiles(op, inputs, outputs.get(0), dz, launcher);
      } else {
        backwardByGroups(op, inputs, outputs.get(0), dz, launcher);
      }
      View previous = previous(inputs, before.view(rows, hidden), launcher);
      View ones = one.view(rows, 1);
      Fill fill = new Fill(DType.FLOAT32, ones.type().shape(), 1);
      Elementwise.fill(fill, List.of(), List.of(ones), launcher);
      products(inputs, outputs, dz, previous, ones, launcher);
    }
  }

  private static void backwardByGroups(
      RnnGradient op, List<View> inputs, View dh0, View dz, Launcher launcher) {
    Shape shape = inputs.get(1).type().shape();
    int hidden = shape.size(2);
    Launch launch =
        launcher
            .launch("recurrent_backward")
            .view(inputs.get(0))
            .view(inputs.get(1))
            .view(inputs.get(5))
            .view(dz)
            .view(dh0);
    sized(launch, shape, op.nonlinearity())
        .localFloats(2 * hidden)
        .groups(shape.size(1), group(hidden));
  }

  private static void backwardByTiles(
      RnnGradient op, List<View> inputs, View dh0, View dz, Launcher launcher) {
    Shape shape = inputs.get(1).type().shape();
    int items = items(shape, launcher);
    try (Scratch w = TiledProduct.packed(inputs.get(5), false, launcher);
        Scratch rows = rows(items, shape, launcher)) {
      Launch launch =
          launcher
              .launch("recurrent_tiles_backward")
              .view(inputs.get(0))
              .view(inputs.get(1))
              .memory(w.memory())
              .view(dz)
              .view(dh0)
              .memory(rows.memory());
      sized(launch, shape, op.nonlinearity()).groups(items, 1);
    }
  }

  private static void products(
      List<View> inputs, List<View> outputs, View dz, View previous, View ones, Launcher launcher) {
    int rows = dz.type().shape().size(0);
    int hidden = dz.type().shape().size(1);
    int width = inputs.get(3).type().shape().size(2);
    View x = reshaped(inputs.get(3), rows, width);
    MatMul overRows = new MatMul(true, false);
    if (width > 0) {
      ContractionLaunches.multiply(overRows, dz, x, Epilogue.NONE, outputs.get(2), launcher);
    }
    ContractionLaunches.multiply(overRows, dz, previous, Epilogue.NONE, outputs.get(3), launcher);
    View bias = reshaped(outputs.get(4), 1, hidden);
    ContractionLaunches.multiply(overRows, ones, dz, Epilogue.NONE, bias, launcher);
    MovementLaunches.copy(bias, outputs.get(5), launcher);
  }

  /** The h that each step began with: h0, then every output but the last. */
  private static View previous(List<View> inputs, View into, Launcher launcher) {
    View h0 = inputs.get(2);
    View h = inputs.get(1);
    int first = h0.type().elements();
    int others = into.type().elements() - first;
    View front = flat(into, 0, first);
    MovementLaunches.copy(flat(h0, 0, first), front, launcher);
    if (others > 0) {
      MovementLaunches.copy(flat(h, 0, others), flat(into, first, others), launcher);
    }
    return into;
  }

  private static View flat(View view, int from, int elements) {
    return new View(
        view.buffer(), view.offset() + from, new TensorType(DType.FLOAT32, Shape.of(elements)));
  }

  private static View reshaped(View view, int rows, int columns) {
    return new View(view.buffer(), view.offset(), view.type().with(Shape.of(rows, columns)));
  }

  /** With the arguments that all kernels have behind the tensors: T, N, H, and whether relu. */
  private static Launch sized(Launch launch, Shape sequence, Nonlinearity nonlinearity) {
    return launch
        .number(sequence.size(0))
        .number(sequence.size(1))
        .number(sequence.size(2))
        .number(nonlinearity == Nonlinearity.RELU ? 1 : 0);
  }

  private static int group(int hidden) {
    return Math.min(GROUP, Math.max(1, hidden));
  }

  private static View transposed(View matrix, Scratch into, Launcher launcher) {
    Movement.Transpose op = new Movement.Transpose(List.of(1, 0));
    View result = new View(into.buffer(), 0, op.infer(List.of(matrix.type())).get(0));
    MovementLaunches.transpose(op, List.of(matrix), List.of(result), launcher);
    return result;
  }
}
