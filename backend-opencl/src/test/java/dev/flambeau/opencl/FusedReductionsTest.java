package dev.flambeau.opencl;

import static dev.flambeau.opencl.HostTensor.floats;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flambeau.backend.Backend;
import dev.flambeau.op.Fused;
import dev.flambeau.op.Graph;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.Value;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PoCL's compiler takes seconds for three sums in one kernel, and minutes for more. */
class FusedReductionsTest {
  private static Fused sums(int count) {
    List<TensorType> inputs = Collections.nCopies(count, floats(4, 5));
    return new Fused(
        Graph.of(
            inputs,
            all -> {
              Value sum = all.get(0).sum(List.of(1), true);
              for (Value other : all.subList(1, count)) {
                sum = sum.add(other.sum(List.of(1), true));
              }
              return List.of(sum);
            }));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5})
  void aKernelHasThreeSumsAtMost(int count) {
    Fused op = sums(count);
    List<TensorType> inputs = op.body().inputs();
    try (Backend backend = OpenClDevices.open(OpenClDevices.first())) {
      assertEquals(count <= 3, backend.supports(op, inputs, op.infer(inputs)));
    }
  }
}
