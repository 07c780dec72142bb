package dev.flambeau.benchmarks;

import dev.flambeau.backend.View;
import dev.flambeau.op.OptimizerUpdate;
import dev.flambeau.optim.Adam.AdamUpdate;
import java.util.List;
import org.openjdk.jmh.annotations.Param;

/** Adam's update of one parameter: seven tensors go through memory. */
public class AdamBenchmark extends OpBenchmark {
  @Param({"2048", "401408"})
  public int elements = 2048;

  @Override
  Call prepare(OnDevice device) {
    View parameter = device.random(elements);
    View first = device.random(elements);
    View second = device.of(new float[elements]); // a mean of squares: not below 0
    View gradient = device.random(elements);
    return new Call(
        new OptimizerUpdate(new AdamUpdate(0.9f, 0.999f, 1e-8f, 0)),
        List.of(parameter, first, second, gradient, device.of(1e-3f, 1)),
        List.of(parameter, first, second));
  }
}
