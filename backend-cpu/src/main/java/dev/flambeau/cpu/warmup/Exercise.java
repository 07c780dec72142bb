package dev.flambeau.cpu.warmup;

import dev.flambeau.op.Binary;
import dev.flambeau.op.Compare;
import dev.flambeau.op.Contraction;
import dev.flambeau.op.Contraction.Linear;
import dev.flambeau.op.Contraction.MatMul;
import dev.flambeau.op.Convolution;
import dev.flambeau.op.DType;
import dev.flambeau.op.Fused;
import dev.flambeau.op.FusedContraction;
import dev.flambeau.op.Op;
import dev.flambeau.op.OptimizerUpdate;
import dev.flambeau.op.Pooling;
import dev.flambeau.op.Recurrent;
import dev.flambeau.op.Reduction;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.Ternary;
import dev.flambeau.op.Unary;
import dev.flambeau.op.Window;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** An op on inputs of these types, small ones: what gets code compiled is calls. */
record Exercise(Op op, List<TensorType> inputs) {
  private static final TensorType RUN = floats(128);
  private static final TensorType NUMBER = floats();
  private static final TensorType SQUARE = floats(32, 32);

  /** Those that bring the kernel of an op to its speed, few where its attributes say which. */
  static List<Exercise> of(Op op) {
    if (op instanceof Fused fused) {
      return List.of(onFew(fused));
    }
    if (op instanceof FusedContraction product) {
      List<Exercise> exercises = new ArrayList<>(of(product.contraction()));
      exercises.add(onFew(product.epilogue()));
      return List.copyOf(exercises);
    }
    if (op instanceof Convolution || op instanceof Pooling) {
      return windows().stream().filter(exercise -> exercise.isOf(op)).toList();
    }
    if (op instanceof Contraction) {
      return products().stream().filter(exercise -> exercise.isOf(op)).toList();
    }
    if (op instanceof Recurrent recurrent) {
      return List.of(recurrent(recurrent));
    }
    if (op instanceof OptimizerUpdate update) {
      return List.of(update(update));
    }
    return Stream.of(elementwise(op), sums())
        .flatMap(List::stream)
        .filter(exercise -> exercise.isOf(op))
        .toList();
  }

  private boolean isOf(Op other) {
    return op.getClass() == other.getClass();
  }

  private static Exercise onFew(Fused op) {
    Fused few = FewElements.of(op);
    return new Exercise(few, few.body().inputs());
  }

  private static Exercise on(Op op, TensorType... inputs) {
    return new Exercise(op, List.of(inputs));
  }

  private static TensorType floats(int... sizes) {
    return new TensorType(DType.FLOAT32, Shape.of(sizes));
  }

  /** Of some rows or very few, many columns or few, and of what lies either way. */
  private static List<Exercise> products() {
    return List.of(
        on(new Linear(), floats(16, 32), SQUARE, floats(32)),
        on(new MatMul(false, false), floats(16, 32), SQUARE),
        on(new MatMul(false, false), floats(16, 32), floats(32, 10)),
        on(new MatMul(true, false), SQUARE, SQUARE),
        on(new MatMul(true, false), SQUARE, floats(32, 10)),
        on(new MatMul(false, false), floats(2, 32), floats(32, 100)),
        on(new MatMul(false, true), floats(2, 32), SQUARE));
  }

  /** Of images whose rows are shorter than a vector, of many channels or few or one by one. */
  private static List<Exercise> windows() {
    Window window = Window.of(3, 3).padding(1);
    TensorType images = floats(2, 8, 8, 12);
    TensorType wide = floats(2, 8, 4, 32);
    TensorType outputs = floats(2, 24, 8, 12);
    TensorType weight = floats(24, 8, 3, 3);
    TensorType single = floats(8, 1, 3, 3);
    return List.of(
        on(new Convolution.Conv(window, 1, true), images, weight, floats(24)),
        on(new Convolution.Conv(window, 1, false), wide, weight),
        on(new Convolution.Conv(window, 8, false), images, single),
        on(new Convolution.ConvTranspose(window, 1, Shape.of(8, 12), false), outputs, weight),
        on(new Convolution.ConvTranspose(window, 8, Shape.of(8, 12), false), images, single),
        on(new Convolution.ConvWeightGradient(window, 1), images, outputs),
        on(new Convolution.ConvWeightGradient(window, 1), images, images),
        on(new Convolution.ConvWeightGradient(window, 8), images, images),
        on(new Pooling.MaxPool(window), floats(4, 8, 40)),
        on(new Pooling.MaxPool(window.stride(2)), floats(4, 8, 80)));
  }

  /** Of one parameter. */
  private static Exercise update(OptimizerUpdate op) {
    List<TensorType> inputs = new ArrayList<>(Collections.nCopies(op.tensors(), RUN));
    inputs.add(floats(op.scalars()));
    return new Exercise(op, inputs);
  }

  private static List<Exercise> sums() {
    return List.of(
        on(new Reduction.Sum(List.of(1), false), floats(4, 1024)),
        on(new Reduction.Sum(List.of(0), false), floats(4096)));
  }

  /** Of runs, and where there are two operands of a run and a number, either way round. */
  private static List<Exercise> elementwise(Op op) {
    if (op instanceof Unary) {
      return List.of(on(op, RUN));
    }
    if (op instanceof Binary) {
      return List.of(on(op, RUN, RUN), on(op, RUN, NUMBER), on(op, NUMBER, RUN));
    }
    if (op instanceof Compare) {
      return List.of(on(op, RUN, RUN));
    }
    TensorType truth = new TensorType(DType.BOOL, RUN.shape());
    return op instanceof Ternary
        ? List.of(on(op, op instanceof Ternary.Where ? truth : RUN, RUN, RUN))
        : List.of();
  }

  private static Exercise recurrent(Recurrent op) {
    TensorType sequence = floats(4, 8, 32);
    TensorType h0 = floats(8, 32);
    TensorType bias = floats(32);
    return op instanceof Recurrent.Rnn
        ? on(op, h0, sequence, SQUARE, SQUARE, bias, bias)
        : on(op, sequence, sequence, h0, sequence, SQUARE, SQUARE);
  }
}
