package dev.flambeau.benchmarks.rows;

import dev.flambeau.backend.View;
import dev.flambeau.benchmarks.ComparisonBenchmark;
import dev.flambeau.benchmarks.OnDevice;
import dev.flambeau.op.DType;
import dev.flambeau.op.Fused;
import dev.flambeau.op.Graph;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.Value;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** Expressions over rows as one op, beside loops that were written for them, on one thread. */
public class RowsBenchmark extends ComparisonBenchmark {
  private static final int ROWS = 4096;
  private static final int COLUMNS = 1008; // some 1,000, in whole vectors of any width
  private static final float EPSILON = 1e-5f;
  private static final List<Integer> LAST = List.of(1);

  private final HandWrittenRows loops = new HandWrittenRows(COLUMNS);
  private float[] x = {};
  private final float[] y = new float[ROWS * COLUMNS];
  private OnDevice.Prepared softmax = OnDevice.Prepared.NOTHING;
  private OnDevice.Prepared layerNorm = OnDevice.Prepared.NOTHING;

  /** An expression over a value. */
  private interface Expression {
    Value of(Value x);
  }

  /** Prepares the ops, and compares their bits with the loops'. */
  @Setup
  public void prepare() {
    View input = device.random(ROWS, COLUMNS);
    x = device.read(input);
    softmax = prepare(input, RowsBenchmark::softmax);
    layerNorm = prepare(input, RowsBenchmark::layerNorm);
    softmaxByHand();
    check(softmax);
    layerNormByHand();
    check(layerNorm);
  }

  private OnDevice.Prepared prepare(View input, Expression expression) {
    TensorType type = new TensorType(DType.FLOAT32, Shape.of(ROWS, COLUMNS));
    Graph body = Graph.of(List.of(type), values -> List.of(expression.of(values.get(0))));
    return device.prepare(new Fused(body), List.of(input), device.empty(ROWS, COLUMNS));
  }

  private static Value softmax(Value x) {
    Value e = x.sub(x.max(LAST, true)).exp();
    return e.div(e.sum(LAST, true));
  }

  private static Value layerNorm(Value x) {
    Value centred = x.sub(x.sum(LAST, true).div(COLUMNS));
    Value variance = centred.mul(centred).sum(LAST, true).div(COLUMNS);
    return centred.div(variance.add(EPSILON).sqrt());
  }

  private void check(OnDevice.Prepared op) {
    op.run();
    int[] expected = bits(y);
    int[] actual = bits(op.result());
    int at = Arrays.mismatch(expected, actual);
    if (at >= 0) {
      throw new IllegalStateException("element " + at + " differs from the loop's");
    }
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
    return bits;
  }

  /** Softmax as an op. */
  @Benchmark
  public void softmax() {
    softmax.run();
  }

  /** Softmax by its loop. */
  @Benchmark
  public void softmaxByHand() {
    loops.softmax(x, y);
  }

  /** Layer norm as an op. */
  @Benchmark
  public void layerNorm() {
    layerNorm.run();
  }

  /** Layer norm by its loop. */
  @Benchmark
  public void layerNormByHand() {
    loops.layerNorm(x, EPSILON, y);
  }
}
