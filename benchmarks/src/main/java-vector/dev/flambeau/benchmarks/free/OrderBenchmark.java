package dev.flambeau.benchmarks.free;

import dev.flambeau.backend.View;
import dev.flambeau.benchmarks.ComparisonBenchmark;
import dev.flambeau.op.Contraction.MatMul;
import dev.flambeau.op.Op;
import dev.flambeau.op.Reduction;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * Sums in the contract's order beside sums in any. Elementwise ops have no order, and in a product
 * with enough rows and columns each chain over k is a lane of a vector, as it would be in any
 * order: what remains are reductions, and products with few rows or columns.
 */
public class OrderBenchmark extends ComparisonBenchmark {
  private static final double TOLERANCE = 0.1;

  /** What is summed. */
  public enum Work {
    /** As many values as the first-level cache holds. */
    SUM_8192,
    /** More than the second-level cache holds. */
    SUM_4194304,
    /** mlp-512's last layer: (64, 512) × (10, 512)ᵀ. */
    PRODUCT_64_10_512
  }

  @Param public Work work = Work.SUM_8192;

  private final float[] result = new float[64 * 10];
  private float[] a = {};
  private float[] b = {};

  /** Prepares both, and compares what they give. */
  @Setup
  public void prepare() {
    if (work == Work.PRODUCT_64_10_512) {
      View rows = device.random(64, 512);
      View columns = device.random(10, 512);
      a = device.read(rows);
      b = device.read(columns);
      Op op = new MatMul(false, true);
      prepared = device.prepare(op, List.of(rows, columns), device.empty(64, 10));
    } else {
      View values = device.random(work == Work.SUM_8192 ? 8192 : 4194304);
      a = device.read(values);
      Op op = new Reduction.Sum(List.of(0), false);
      prepared = device.prepare(op, List.of(values), device.empty());
    }
    strict();
    free();
    float[] expected = prepared.result();
    for (int i = 0; i < expected.length; i++) {
      if (!(Math.abs(result[i] - expected[i]) <= TOLERANCE)) {
        throw new IllegalStateException(work + ": " + result[i] + ", not " + expected[i]);
      }
    }
  }

  /** In the contract's order. */
  @Benchmark
  public void strict() {
    prepared.run();
  }

  /** In any. */
  @Benchmark
  public float[] free() {
    if (work == Work.PRODUCT_64_10_512) {
      FreeOrder.product(a, b, 64, 10, 512, result);
    } else {
      result[0] = FreeOrder.sum(a);
    }
    return result;
  }
}
