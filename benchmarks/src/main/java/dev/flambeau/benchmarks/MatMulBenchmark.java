package dev.flambeau.benchmarks;

import dev.flambeau.op.Contraction.MatMul;
import java.util.List;
import org.openjdk.jmh.annotations.Param;

/** Square products of matrices as they lie. */
public class MatMulBenchmark extends OpBenchmark {
  @Param({"64", "256", "512"})
  public int size = 64;

  @Override
  Call prepare(OnDevice device) {
    return new Call(
        new MatMul(false, false),
        List.of(device.random(size, size), device.random(size, size)),
        List.of(device.empty(size, size)));
  }
}
