package dev.flambeau.tck.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.flambeau.backend.Admission.Verdict;
import dev.flambeau.backend.DeviceInfo;
import dev.flambeau.op.Contraction.Linear;
import dev.flambeau.op.DType;
import dev.flambeau.op.Recurrent.Nonlinearity;
import dev.flambeau.op.Recurrent.Rnn;
import dev.flambeau.op.Recurrent.RnnGradient;
import dev.flambeau.op.Shape;
import dev.flambeau.tensor.CapturedStep;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kernel that adds does so in the order of numerics.md, on every device that is here, and on
 * OpenCL's with the kernels for either class. The sums of cross entropy and softmax are of
 * exponentials, which have no huge negative: their order is held by the conformance kit alone.
 */
@Tag("opencl")
class SummationOrderTest {
  /** So many values, around a leaf's and a block's size. */
  private static final int[] COUNTS = {2, 15, 33, 64, 1030, 2052};

  /** Which OpenCL kernels a device that is opened gets: those for CPUs, or those for GPUs. */
  private static final String KIND = "flambeau.opencl.kernels";

  private static final int MOST = Integer.MAX_VALUE;

  /** Of hidden values, whose weights are as many squared. */
  private static final int MOST_HIDDEN = 1030;

  /** A device, and for which class its kernels are, where that can be chosen. */
  private record Subject(Device device, String kind) {}

  private static final List<Subject> SUBJECTS = new ArrayList<>();

  @BeforeAll
  static void open() {
    for (DeviceInfo info : Device.all()) {
      // Where fma is emulated, products are the same for both classes, and slow.
      boolean hasBoth =
          info.provider().equals("opencl")
              && Device.admission(info).verdict() != Verdict.STRICT_BY_EMULATION;
      for (String kind : hasBoth ? List.of("cpu", "gpu") : List.of("")) {
        System.setProperty(KIND, kind);
        try {
          SUBJECTS.add(new Subject(Device.open(info.name()), kind));
        } finally {
          System.clearProperty(KIND);
        }
      }
    }
  }

  @AfterAll
  static void close() {
    SUBJECTS.forEach(subject -> subject.device().close());
    SUBJECTS.clear();
  }

  /** A kernel under test: of rows (P, n), the sum of each, in whatever shape, row by row. */
  private interface Kernel {
    Tensor sums(Tensor rows);
  }

  static Stream<Arguments> kernels() {
    List<Arguments> kernels = new ArrayList<>();
    for (int width : new int[] {1, 3, 9, 40}) {
      for (boolean isLeftTurned : new boolean[] {false, true}) {
        for (boolean isRightTurned : new boolean[] {false, true}) {
          kernels.add(
              arguments(
                  "%s%s × %d".formatted(isLeftTurned ? "t" : "n", isRightTurned ? "t" : "n", width),
                  Order.CONTRACTION,
                  MOST,
                  (Kernel) rows -> left(rows, width, isLeftTurned, isRightTurned)));
          kernels.add(
              arguments(
                  "%d × %s%s".formatted(width, isLeftTurned ? "t" : "n", isRightTurned ? "t" : "n"),
                  Order.CONTRACTION,
                  MOST,
                  (Kernel) rows -> right(rows, width, isLeftTurned, isRightTurned)));
        }
      }
    }
    for (int width : new int[] {1, 40}) {
      kernels.add(
          arguments(
              "batches × " + width,
              Order.CONTRACTION,
              MOST,
              (Kernel) rows -> batches(rows, width)));
    }
    kernels.add(arguments("linear", Order.LINEAR, MOST, (Kernel) SummationOrderTest::linear));
    kernels.add(arguments("rnn", Order.CONTRACTION, MOST_HIDDEN, (Kernel) SummationOrderTest::rnn));
    kernels.add(
        arguments("rnn, h0", Order.CONTRACTION, MOST_HIDDEN, (Kernel) SummationOrderTest::carry));
    for (int parameter = 2; parameter < 6; parameter++) {
      int output = parameter;
      kernels.add(
          arguments(
              "rnn, parameter " + (parameter - 2),
              Order.CONTRACTION,
              MOST,
              (Kernel) rows -> overSteps(rows, output)));
    }
    kernels.add(
        arguments("sum", Order.REDUCTION, MOST, (Kernel) rows -> rows.sum(new int[] {1}, false)));
    kernels.add(
        arguments(
            "sum of rows",
            Order.REDUCTION,
            MOST,
            (Kernel) rows -> rows.transpose(0, 1).sum(new int[] {0}, true)));
    kernels.add(
        arguments("sum of two axes", Order.REDUCTION, MOST, (Kernel) SummationOrderTest::twoAxes));
    kernels.add(
        arguments(
            "fused sum",
            Order.REDUCTION,
            MOST,
            (Kernel)
                rows -> captured(rows, x -> x.mul(4).sub(x.mul(2)).sum(new int[] {1}, false))));
    kernels.add(
        arguments(
            "fused sum of rows",
            Order.REDUCTION,
            MOST,
            (Kernel)
                rows ->
                    captured(
                        rows.transpose(0, 1),
                        x -> x.mul(4).sub(x.mul(2)).sum(new int[] {0}, false))));
    kernels.add(arguments("mean", Order.REDUCTION, MOST, (Kernel) SummationOrderTest::mean));
    return kernels.stream();
  }

  /** Rows on the left, ones on the right, several columns of them. */
  private static Tensor left(Tensor rows, int width, boolean isLeftTurned, boolean isRightTurned) {
    int n = rows.shape().size(1);
    Tensor left = isLeftTurned ? rows.transpose(0, 1) : rows;
    Tensor ones = rows.constant(1, isRightTurned ? Shape.of(width, n) : Shape.of(n, width));
    return left.matmul(ones, isLeftTurned, isRightTurned);
  }

  /** Ones on the left, several rows of them; columns to be summed on the right. */
  private static Tensor right(
      Tensor rows, int height, boolean isLeftTurned, boolean isRightTurned) {
    int n = rows.shape().size(1);
    Tensor ones = rows.constant(1, isLeftTurned ? Shape.of(n, height) : Shape.of(height, n));
    Tensor right = isRightTurned ? rows : rows.transpose(0, 1);
    return ones.matmul(right, isLeftTurned, isRightTurned).transpose(0, 1);
  }

  /** Rows on the left of a batch of ones, each matrix of which they meet. */
  private static Tensor batches(Tensor rows, int width) {
    int n = rows.shape().size(1);
    Tensor ones = rows.constant(1, Shape.of(3, n, width));
    return rows.reshape(1, rows.shape().size(0), n).matmul(ones).transpose(0, 1);
  }

  /** Axes that go, with one that stays between them. */
  private static Tensor twoAxes(Tensor rows) {
    int n = rows.shape().size(1);
    int outer = n % 3 == 0 ? 3 : n % 2 == 0 ? 2 : 1;
    Tensor apart = rows.reshape(rows.shape().size(0), outer, n / outer).transpose(0, 1);
    return apart.sum(new int[] {0, 2}, false);
  }

  /** Code as a captured step runs it, its chain of elementwise ops one with the sum at its end. */
  private static Tensor captured(Tensor rows, UnaryOperator<Tensor> code) {
    List<Tensor> inputs = List.of(rows.mul(0.5f));
    try (CapturedStep step =
        CapturedStep.record(rows.device(), inputs, in -> List.of(code.apply(in.get(0))))) {
      return step.run(inputs).get(0).mul(1);
    }
  }

  /** Rows as weights, but for their last value, which is the bias. */
  private static Tensor linear(Tensor rows) {
    int n = rows.shape().size(1);
    Tensor x = rows.constant(1, Shape.of(5, n - 1));
    Tensor weight = rows.slice(1, 0, n - 1);
    Tensor bias = rows.slice(1, n - 1, n).reshape(rows.shape().size(0));
    return Tensor.apply(new Linear(), List.of(x, weight, bias)).get(0).transpose(0, 1);
  }

  /** One step from rows as hidden values, by weights of 1, where the input is 0. */
  private static Tensor rnn(Tensor rows) {
    int batch = rows.shape().size(0);
    int hidden = rows.shape().size(1);
    Tensor x = rows.constant(0, Shape.of(1, batch, 1));
    Tensor weightIh = rows.constant(0, Shape.of(hidden, 1));
    Tensor weightHh = rows.constant(1, Shape.of(hidden, hidden));
    Tensor bias = rows.constant(0, Shape.of(hidden));
    Rnn op = new Rnn(Nonlinearity.RELU);
    return Tensor.apply(op, List.of(rows, x, weightIh, weightHh, bias, bias))
        .get(0)
        .reshape(batch, hidden);
  }

  /** The gradient of h0 after one step: rows as the output's gradient, by weights of 1. */
  private static Tensor carry(Tensor rows) {
    int batch = rows.shape().size(0);
    int hidden = rows.shape().size(1);
    Tensor g = rows.reshape(1, batch, hidden);
    Tensor h = rows.constant(1, Shape.of(1, batch, hidden));
    Tensor h0 = rows.constant(1, Shape.of(batch, hidden));
    Tensor x = rows.constant(1, Shape.of(1, batch, 3));
    Tensor weightIh = rows.constant(1, Shape.of(hidden, 3));
    Tensor weightHh = rows.constant(1, Shape.of(hidden, hidden));
    RnnGradient op = new RnnGradient(Nonlinearity.RELU);
    return Tensor.apply(op, List.of(g, h, h0, x, weightIh, weightHh)).get(0);
  }

  /** A parameter's gradient: over steps and batch, where nothing comes back from later steps. */
  private static Tensor overSteps(Tensor rows, int output) {
    int hidden = rows.shape().size(0);
    int n = rows.shape().size(1);
    int batch = n % 3 == 0 ? 3 : 2;
    int steps = n / batch;
    Tensor g = rows.transpose(0, 1).reshape(steps, batch, hidden);
    Tensor h = rows.constant(1, Shape.of(steps, batch, hidden));
    Tensor h0 = rows.constant(1, Shape.of(batch, hidden));
    Tensor x = rows.constant(1, Shape.of(steps, batch, 3));
    Tensor weightIh = rows.constant(1, Shape.of(hidden, 3));
    Tensor weightHh = rows.constant(0, Shape.of(hidden, hidden));
    RnnGradient op = new RnnGradient(Nonlinearity.RELU);
    Tensor gradient = Tensor.apply(op, List.of(g, h, h0, x, weightIh, weightHh)).get(output);
    return gradient.reshape(hidden, gradient.shape().elements() / hidden);
  }

  /** Times their number, and so rounded twice: by less than a half. */
  private static Tensor mean(Tensor rows) {
    Tensor mean = rows.mean(new int[] {1}, false);
    return mean.mul(rows.shape().size(1)).add(0.5).cast(DType.INT32).cast(DType.FLOAT32);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kernels")
  void itIsTheContracts(String name, Order order, int most, Kernel kernel) {
    for (Subject subject : SUBJECTS) {
      for (int n : COUNTS) {
        if (n <= most) {
          check(subject, order, kernel, n);
        }
      }
    }
  }

  private static void check(Subject subject, Order order, Kernel kernel, int n) {
    List<Probe> probes = Probe.of(n);
    float[] values = new float[probes.size() * n];
    for (int p = 0; p < probes.size(); p++) {
      System.arraycopy(probes.get(p).values(n), 0, values, p * n, n);
    }
    try (Scope scope = Scope.open()) {
      float[] sums = kernel.sums(subject.device().tensor(values, probes.size(), n)).toFloats();
      int copies = sums.length / probes.size();
      for (int i = 0; i < sums.length; i++) {
        Probe probe = probes.get(i / copies);
        assertEquals(probe.sum(order, n), sums[i], () -> probe + " of " + n + " on " + subject);
      }
    }
  }
}
