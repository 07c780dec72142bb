package dev.flambeau.cpu.reference;

import dev.flambeau.backend.View;
import dev.flambeau.op.Reduction;
import dev.flambeau.op.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Many values to one: numerics.md, "Reductions". */
final class ReductionReference {
  private static final int BLOCK = 1024;
  private static final int LANES = 32;

  private ReductionReference() {}

  /** Makes one number of the values that an output element is reduced from. */
  private interface Rule {
    double of(double[] values, Arithmetic arithmetic);
  }

  static void sum(Reduction.Sum op, List<View> inputs, List<View> outputs) {
    reduce(op, inputs, outputs, ReductionReference::sum);
  }

  static void max(Reduction.Max op, List<View> inputs, List<View> outputs) {
    reduce(op, inputs, outputs, (values, arithmetic) -> values[largest(values)]);
  }

  static void argMax(Reduction.ArgMax op, List<View> inputs, List<View> outputs) {
    reduce(op, inputs, outputs, (values, arithmetic) -> largest(values));
  }

  private static void reduce(Reduction op, List<View> inputs, List<View> outputs, Rule rule) {
    Shape shape = inputs.get(0).type().shape();
    List<Integer> kept =
        IntStream.range(0, shape.rank()).boxed().filter(axis -> !op.axes().contains(axis)).toList();
    StridedIndex first = StridedIndex.along(kept, shape);
    StridedIndex further = StridedIndex.along(op.axes(), shape);
    Arithmetic arithmetic = Arithmetic.of(inputs.get(0).type().dtype());
    Elements x = Elements.of(inputs.get(0));
    Elements y = Elements.of(outputs.get(0));
    double[] values =
        new double[op.axes().stream().mapToInt(shape::size).reduce(1, (a, b) -> a * b)];
    for (int o = 0; o < outputs.get(0).type().elements(); o++) {
      for (int i = 0; i < values.length; i++) {
        values[i] = x.get(first.at(o) + further.at(i));
      }
      y.set(o, rule.of(values, arithmetic));
    }
  }

  /** The sum of some values. */
  static double sum(double[] values, Arithmetic arithmetic) {
    if (values.length == 0) {
      return 0;
    }
    double[] sums = values;
    while (sums.length > 1) {
      sums = blocks(sums, arithmetic);
    }
    return sums[0];
  }

  private static double[] blocks(double[] values, Arithmetic arithmetic) {
    double[] sums = new double[(values.length + BLOCK - 1) / BLOCK];
    for (int b = 0; b < sums.length; b++) {
      int from = b * BLOCK;
      sums[b] = block(values, from, Math.min(from + BLOCK, values.length), arithmetic);
    }
    return sums;
  }

  private static double block(double[] values, int from, int to, Arithmetic arithmetic) {
    double[] lane = Arrays.copyOfRange(values, from, Math.min(from + LANES, to));
    for (int i = from + LANES; i < to; i++) {
      int l = (i - from) % LANES;
      lane[l] = arithmetic.round(lane[l] + values[i]);
    }
    for (int d = LANES / 2; d >= 1; d /= 2) {
      for (int l = 0; l < d && l + d < lane.length; l++) {
        lane[l] = arithmetic.round(lane[l] + lane[l + d]);
      }
    }
    return lane[0];
  }

  /** Where the first largest value stands, or the first NaN. */
  private static int largest(double[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      double m = values[best];
      double v = values[i];
      if (v > m || (Double.isNaN(v) && !Double.isNaN(m))) {
        best = i;
      }
    }
    return best;
  }
}
