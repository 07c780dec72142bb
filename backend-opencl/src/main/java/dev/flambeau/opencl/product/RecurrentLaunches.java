package dev.flambeau.opencl.product;

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
import dev.flambeau.opencl.launch.ElementwiseLaunches;
import dev.flambeau.opencl.launch.Launch;
import dev.flambeau.opencl.launch.Launcher;
import dev.flambeau.opencl.launch.Limits;
import dev.flambeau.opencl.launch.MovementLaunches;
import dev.flambeau.opencl.launch.Scratch;
import dev.flambeau.opencl.tile.RegisterTile;
import java.util.ArrayList;
import java.util.List;

/** A whole recurrent sequence: recurrent.cl, between products of contraction.cl. */
public final class RecurrentLaunches {
  private static final int GROUP = 64;

  /** Loops of a hyperbolic tangent that is hard to round, and the leaf's. */
  private static final long TANH_ROUNDS = 128;

  private RecurrentLaunches() {}

  public static boolean takesForward(Rnn op, List<TensorType> inputs, Limits limits) {
    TensorType x = inputs.get(1);
    return fits(x, inputs.get(3), limits) && ContractionLaunches.admits(x.shape().size(2), limits);
  }

  /** A sequence of nothing is left to the decomposition, which says what its gradients are. */
  public static boolean takesBackward(RnnGradient op, List<TensorType> inputs, Limits limits) {
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

  public static void forward(Rnn op, List<View> inputs, List<View> outputs, Launcher launcher) {
    View h = outputs.get(0);
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
              .memory(w)
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
    try (Panels w = weight(inputs.get(3), false, items, launcher);
        Scratch rows = rows(items, shape, w, launcher)) {
      Launch launch = launcher.launch("recurrent_tiles_forward").view(inputs.get(0));
      pass(w, launch)
          .view(inputs.get(5))
          .view(h)
          .memory(rows)
          .number(rowsOfItem(shape, w, launcher));
      sized(launch, shape, op.nonlinearity()).groups(items, 1);
    }
  }

  /** W_hh as recurrent.cl's right operand: k goes along its rows, or its columns. */
  private static Panels weight(View weightHh, boolean isDense, int items, Launcher launcher) {
    RegisterTile tile = launcher.parameters().tile();
    int hidden = weightHh.type().shape().size(0);
    return Panels.of(TiledProduct.right(weightHh, isDense, items, tile), hidden, launcher);
  }

  private static Launch pass(Panels w, Launch launch) {
    return launch
        .memory(w.memory())
        .number(w.memory().offset())
        .numbers(w.panel(), w.stride(), w.kStride(), w.packing());
  }

  /** How many work-items share the rows of a sequence. */
  private static int items(Shape sequence, Launcher launcher) {
    int rows = launcher.parameters().tile().rows();
    return (int) Launch.parts(sequence.size(1), rows);
  }

  /** What each item needs: its rows, what a product makes of them, and panels it fills itself. */
  private static int rowsOfItem(Shape sequence, Panels w, Launcher launcher) {
    int rows = 2 * launcher.parameters().tile().rows() * sequence.size(2);
    return rows + Math.toIntExact(w.own() * w.side().panels());
  }

  private static Scratch rows(int items, Shape sequence, Panels w, Launcher launcher) {
    int elements = Math.multiplyExact(items, rowsOfItem(sequence, w, launcher));
    return launcher.scratch(DType.FLOAT32, elements);
  }

  public static void backward(
      RnnGradient op, List<View> inputs, List<View> outputs, Launcher launcher) {
    Shape shape = inputs.get(1).type().shape();
    int rows = shape.size(0) * shape.size(1);
    int hidden = shape.size(2);
    try (Scratch before = launcher.scratch(DType.FLOAT32, rows * hidden);
        Scratch ones = ones(launcher, rows)) {
      if (launcher.parameters().hasVectors()) {
        backwardByTiles(op, inputs, outputs, before, launcher);
      } else {
        backwardByGroups(op, inputs, outputs, before, launcher);
      }
      products(inputs, outputs, before.view(rows, hidden), ones.view(rows, 1), launcher);
    }
  }

  private static void backwardByGroups(
      RnnGradient op, List<View> inputs, List<View> outputs, Scratch before, Launcher launcher) {
    Shape shape = inputs.get(1).type().shape();
    int hidden = shape.size(2);
    Launch launch = sequences("recurrent_backward", inputs, launcher).view(inputs.get(5));
    gradients(launch, outputs, before);
    sized(launch, shape, op.nonlinearity())
        .localFloats(2 * hidden)
        .groups(shape.size(1), group(hidden));
  }

  private static void backwardByTiles(
      RnnGradient op, List<View> inputs, List<View> outputs, Scratch before, Launcher launcher) {
    Shape shape = inputs.get(1).type().shape();
    int items = items(shape, launcher);
    try (Panels w = weight(inputs.get(5), true, items, launcher);
        Scratch rows = rows(items, shape, w, launcher)) {
      Launch launch = pass(w, sequences("recurrent_tiles_backward", inputs, launcher));
      gradients(launch, outputs, before).memory(rows).number(rowsOfItem(shape, w, launcher));
      sized(launch, shape, op.nonlinearity()).groups(items, 1);
    }
  }

  /** With what comes first: the output's gradient, the output, h0. */
  private static Launch sequences(String kernel, List<View> inputs, Launcher launcher) {
    return launcher.launch(kernel).view(inputs.get(0)).view(inputs.get(1)).view(inputs.get(2));
  }

  /** With what the kernels write. */
  private static Launch gradients(Launch launch, List<View> outputs, Scratch before) {
    return launch.view(outputs.get(1)).view(outputs.get(0)).memory(before);
  }

  /** The gradients of weights and biases, each one contraction over all steps and rows. */
  private static void products(
      List<View> inputs, List<View> outputs, View before, View ones, Launcher launcher) {
    int rows = before.type().shape().size(0);
    int hidden = before.type().shape().size(1);
    int width = inputs.get(3).type().shape().size(2);
    View dz = reshaped(outputs.get(1), rows, hidden);
    View x = reshaped(inputs.get(3), rows, width);
    View bias = reshaped(outputs.get(4), 1, hidden);
    MatMul overRows = new MatMul(true, false);
    List<Product> products = new ArrayList<>();
    products.add(new Product(overRows, dz, before, Epilogue.NONE, outputs.get(3)));
    products.add(new Product(overRows, ones, dz, Epilogue.NONE, bias));
    if (width > 0) {
      products.add(new Product(overRows, dz, x, Epilogue.NONE, outputs.get(2)));
    }
    ContractionLaunches.run(products, launcher);
    MovementLaunches.copy(bias, outputs.get(5), launcher);
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

  /** So many ones, which nobody changes. */
  private static Scratch ones(Launcher launcher, int elements) {
    Scratch scratch = launcher.scratch(DType.FLOAT32, elements);
    try {
      View view = scratch.view(elements);
      Fill ones = new Fill(DType.FLOAT32, view.type().shape(), 1);
      ElementwiseLaunches.fill(ones, List.of(), List.of(view), launcher.eager());
      return scratch;
    } catch (RuntimeException | Error e) {
      scratch.close();
      throw e;
    }
  }
}
