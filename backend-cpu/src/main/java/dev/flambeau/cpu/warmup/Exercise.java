package dev.flambeau.cpu.warmup;

import dev.flambeau.cpu.parallel.FusedProduct;
import dev.flambeau.op.Binary;
import dev.flambeau.op.Compare;
import dev.flambeau.op.Contraction.Linear;
import dev.flambeau.op.Contraction.MatMul;
import dev.flambeau.op.DType;
import dev.flambeau.op.Fused;
import dev.flambeau.op.Op;
import dev.flambeau.op.OptimizerUpdate.AdamUpdate;
import dev.flambeau.op.OptimizerUpdate.SgdUpdate;
import dev.flambeau.op.Recurrent.Nonlinearity;
import dev.flambeau.op.Recurrent.Rnn;
import dev.flambeau.op.Recurrent.RnnGradient;
import dev.flambeau.op.Reduction;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.Ternary;
import dev.flambeau.op.Unary;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** An op on inputs of these types, small ones: what gets code compiled is calls. */
record Exercise(Op op, List<TensorType> inputs) {
  private static final TensorType RUN = floats(128);
  private static final TensorType NUMBER = floats();
  private static final TensorType SQUARE = floats(32, 32);

  private static final List<Exercise> ALL =
      Stream.of(products(), updates(), sums(), unary(), binary(), compare(), ternary(), recurrent())
          .flatMap(List::stream)
          .toList();

  /** Those that bring the kernel of an op class to its speed: none, if it has one speed. */
  static List<Exercise> of(Class<? extends Op> op) {
    return ALL.stream().filter(exercise -> exercise.op.getClass() == op).toList();
  }

  /** Those of a fused op: of its product, if it has one, and of what is elementwise. */
  static List<Exercise> of(Fused op) {
    return FusedProduct.of(op)
        .map(
            product -> {
              List<Exercise> exercises = new ArrayList<>(of(product.node().op().getClass()));
              exercises.add(onFew(product.rest()));
              return List.copyOf(exercises);
            })
        .orElseGet(() -> List.of(onFew(op)));
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

  private static List<Exercise> updates() {
    return List.of(
        on(new AdamUpdate(0.9f, 0.999f, 1e-8f, 0), RUN, RUN, RUN, RUN, floats(2)),
        on(new SgdUpdate(0, 0), RUN, RUN, floats(1)),
        on(new SgdUpdate(0.9f, 0), RUN, RUN, RUN, floats(1)));
  }

  private static List<Exercise> sums() {
    return List.of(
        on(new Reduction.Sum(List.of(1), false), floats(4, 1024)),
        on(new Reduction.Sum(List.of(0), false), floats(4096)));
  }

  private static List<Exercise> unary() {
    return Stream.of(
            new Unary.Exp(),
            new Unary.Log(),
            new Unary.Neg(),
            new Unary.Relu(),
            new Unary.Sigmoid(),
            new Unary.Sqrt(),
            new Unary.Tanh())
        .map(op -> on(op, RUN))
        .toList();
  }

  /** Of two runs, and of a run and a number, either way round. */
  private static List<Exercise> binary() {
    return Stream.of(new Binary.Add(), new Binary.Sub(), new Binary.Mul(), new Binary.Div())
        .flatMap(op -> Stream.of(on(op, RUN, RUN), on(op, RUN, NUMBER), on(op, NUMBER, RUN)))
        .toList();
  }

  private static List<Exercise> compare() {
    return Stream.of(
            new Compare.Equal(),
            new Compare.NotEqual(),
            new Compare.Less(),
            new Compare.LessEqual())
        .map(op -> on(op, RUN, RUN))
        .toList();
  }

  private static List<Exercise> ternary() {
    return List.of(
        on(new Ternary.Fma(), RUN, RUN, RUN),
        on(new Ternary.Where(), new TensorType(DType.BOOL, RUN.shape()), RUN, RUN));
  }

  private static List<Exercise> recurrent() {
    TensorType sequence = floats(4, 8, 32);
    TensorType h0 = floats(8, 32);
    TensorType bias = floats(32);
    return Stream.of(Nonlinearity.values())
        .flatMap(
            f ->
                Stream.of(
                    on(new Rnn(f), h0, sequence, SQUARE, SQUARE, bias, bias),
                    on(new RnnGradient(f), sequence, sequence, h0, sequence, SQUARE, SQUARE)))
        .toList();
  }
}
