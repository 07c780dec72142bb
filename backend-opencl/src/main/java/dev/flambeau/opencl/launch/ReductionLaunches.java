package dev.flambeau.opencl.launch;

import dev.flambeau.backend.View;
import dev.flambeau.op.DType;
import dev.flambeau.op.Movement;
import dev.flambeau.op.Reduction;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Many values to one: reduction.cl. */
public final class ReductionLaunches {
  public static final int BLOCK = 1024;
  public static final int LANES = 32;

  private ReductionLaunches() {}

  /** The axes that stay and those that go, each as a walk through the input. */
  private record Walks(Layout kept, Layout reduced, int values) {
    static Walks of(Reduction op, Shape shape) {
      int[] axes = op.axes().stream().mapToInt(Integer::intValue).toArray();
      int[] others =
          IntStream.range(0, shape.rank()).filter(axis -> !op.axes().contains(axis)).toArray();
      int values = 1;
      for (int axis : axes) {
        values *= shape.size(axis);
      }
      return new Walks(along(shape, others), along(shape, axes), values);
    }

    private static Layout along(Shape shape, int[] axes) {
      int[] strides = shape.strides();
      return Layout.of(
          IntStream.of(axes).map(shape::size).toArray(),
          IntStream.of(axes).map(axis -> strides[axis]).toArray());
    }

    static Walks rows(int rows, int values) {
      Shape shape = Shape.of(rows, values);
      return of(new Reduction.Sum(List.of(1), false), shape);
    }
  }

  /** Work on an input and how it is walked. */
  private interface Work {
    void run(View x, Walks walks);
  }

  /**
   * Walks of more axes than a kernel takes begin with a copy in which the axes that go are last.
   */
  private static void walk(Reduction op, View x, Launcher launcher, Work work) {
    Walks walks = Walks.of(op, x.type().shape());
    if (Math.max(walks.kept().axes(), walks.reduced().axes()) <= Layout.AXES) {
      work.run(x, walks);
      return;
    }
    List<Integer> axes =
        Stream.of(false, true)
            .flatMap(goes -> axes(x).filter(axis -> op.axes().contains(axis) == goes))
            .toList();
    Movement.Transpose transpose = new Movement.Transpose(axes);
    try (Scratch moved = launcher.scratch(DType.FLOAT32, x.type().elements())) {
      View dense = new View(moved.buffer(), 0, transpose.infer(List.of(x.type())).get(0));
      MovementLaunches.transpose(transpose, List.of(x), List.of(dense), launcher);
      int values = walks.values();
      work.run(dense, Walks.rows(x.type().elements() / Math.max(1, values), values));
    }
  }

  private static Stream<Integer> axes(View x) {
    return IntStream.range(0, x.type().shape().rank()).boxed();
  }

  public static void sum(
      Reduction.Sum op, List<View> inputs, List<View> outputs, Launcher launcher) {
    walk(op, inputs.get(0), launcher, (x, walks) -> sum(x, walks, outputs.get(0), launcher));
  }

  /** The sum of each row of a dense matrix. */
  public static void sumRows(View x, int rows, int values, View y, Launcher launcher) {
    sum(x, Walks.rows(rows, values), y, launcher);
  }

  /** How many blocks a sum of so many values has: at least one. */
  public static int blocks(int values) {
    return Math.max(1, (int) Launch.parts(values, BLOCK));
  }

  /** Pass by pass, until each element is made of one block. */
  private static void sum(View x, Walks walks, View y, Launcher launcher) {
    int elements = y.type().elements();
    int blocks = blocks(walks.values());
    if (blocks == 1) {
      pass(x, walks, y, 1, launcher);
      return;
    }
    try (Scratch partial = launcher.scratch(DType.FLOAT32, elements * blocks)) {
      View sums = partial.view(elements, blocks);
      pass(x, walks, sums, blocks, launcher);
      sum(sums, Walks.rows(elements, blocks), y, launcher);
    }
  }

  private static void pass(View x, Walks walks, View y, int blocks, Launcher launcher) {
    int results = y.type().elements();
    if (launcher.isCpu() && walks.reduced().isEven()) {
      launcher
          .launch("reduction_sum_serial")
          .view(x)
          .numbers(walks.kept().sizesOf8())
          .numbers(walks.kept().stridesOf8(0))
          .number(walks.reduced().step(0))
          .number(walks.values())
          .view(y)
          .number(blocks)
          .number(results)
          .over(results);
      return;
    }
    begin("reduction_sum_lanes", x, walks, launcher).view(y).number(blocks).groups(results, LANES);
  }

  public static void max(
      Reduction.Max op, List<View> inputs, List<View> outputs, Launcher launcher) {
    largest("reduction_max", op, inputs, outputs, launcher);
  }

  public static void argMax(
      Reduction.ArgMax op, List<View> inputs, List<View> outputs, Launcher launcher) {
    largest("reduction_argmax", op, inputs, outputs, launcher);
  }

  /** A round for each value. */
  public static boolean takesLargest(Reduction op, List<TensorType> inputs, Limits limits) {
    Shape shape = inputs.get(0).shape();
    return limits.admits(op.axes().stream().mapToLong(shape::size).reduce(1, (a, b) -> a * b));
  }

  private static void largest(
      String kernel, Reduction op, List<View> inputs, List<View> outputs, Launcher launcher) {
    int elements = outputs.get(0).type().elements();
    walk(
        op,
        inputs.get(0),
        launcher,
        (x, walks) ->
            begin(kernel, x, walks, launcher).view(outputs.get(0)).number(elements).over(elements));
  }

  private static Launch begin(String kernel, View x, Walks walks, Launcher launcher) {
    return launcher
        .launch(kernel)
        .view(x)
        .numbers(walks.kept().sizesOf8())
        .numbers(walks.kept().stridesOf8(0))
        .numbers(walks.reduced().sizesOf8())
        .numbers(walks.reduced().stridesOf8(0))
        .number(walks.values());
  }
}
