package dev.flambeau.benchmarks;

import dev.flambeau.op.Binary;
import java.util.List;
import org.openjdk.jmh.annotations.Param;

/** The sum of two tensors: all loads and stores. */
public class BinaryBenchmark extends OpBenchmark {
  @Param({"2048", "16777216"})
  public int elements = 2048;

  @Override
  Call prepare(OnDevice device) {
    return new Call(
        new Binary.Add(),
        List.of(device.random(elements), device.random(elements)),
        List.of(device.empty(elements)));
  }
}
