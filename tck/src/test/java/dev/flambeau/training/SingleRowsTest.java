package dev.flambeau.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.flambeau.nn.loss.CrossEntropyLoss;
import dev.flambeau.nn.loss.HuberLoss;
import dev.flambeau.nn.loss.LossFunction;
import dev.flambeau.nn.loss.NLLLoss;
import dev.flambeau.nn.loss.Reduction;
import dev.flambeau.op.DType;
import dev.flambeau.tensor.CapturedStep;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Sums in the middle of fused ops of one row, one column or one number: captured as eager. */
class SingleRowsTest {
  private static final Map<String, UnaryOperator<Tensor>> FUNCTIONS = new LinkedHashMap<>();

  static {
    FUNCTIONS.put("minimum of a sum", x -> x.sum().minimum(x.constant(1)));
    FUNCTIONS.put("maximum of a sum", x -> x.sum().maximum(x.constant(1)));
    FUNCTIONS.put("lerp of a mean", x -> x.mean().lerp(x.constant(2), 0.3));
    FUNCTIONS.put("huber of a sum", x -> new HuberLoss().of(x.sum(), x.constant(1)));
    FUNCTIONS.put("norm, scaled", x -> x.mul(x.square().sum().sqrt().minimum(x.constant(1))));
    FUNCTIONS.put("softmax", x -> x.softmax(-1));
    FUNCTIONS.put("smoothed", x -> labelled(new CrossEntropyLoss().withLabelSmoothing(0.1), x));
    FUNCTIONS.put("each", x -> labelled(new CrossEntropyLoss(Reduction.NONE), x));
    FUNCTIONS.put("summed", x -> labelled(new CrossEntropyLoss(Reduction.SUM).ignoring(3), x));
    FUNCTIONS.put("nll", x -> labelled(new NLLLoss(), x));
  }

  private static Tensor labelled(LossFunction loss, Tensor x) {
    Tensor rows = x.shape().rank() == 2 ? x : x.reshape(1, x.shape().elements());
    Tensor labels = rows.mul(0).sum(new int[] {1}, false).cast(DType.INT32);
    return loss.of(rows, labels);
  }

  @TestFactory
  Stream<DynamicTest> capturedAsEager() {
    return FUNCTIONS.keySet().stream()
        .flatMap(
            name ->
                Stream.of(List.of(8), List.of(1), List.of(1, 8), List.of(8, 1), List.of(1, 1))
                    .map(
                        sizes ->
                            DynamicTest.dynamicTest(
                                name + " " + sizes, () -> check(FUNCTIONS.get(name), sizes))));
  }

  private static void check(UnaryOperator<Tensor> function, List<Integer> sizes) {
    int[] shape = sizes.stream().mapToInt(Integer::intValue).toArray();
    try (Device device = Device.open("cpu");
        Scope scope = Scope.open()) {
      float[] values = new float[sizes.stream().reduce(1, (a, b) -> a * b)];
      for (int i = 0; i < values.length; i++) {
        values[i] = i * 0.25f - 0.5f;
      }
      Tensor x = device.tensor(values, shape).requiresGrad(true);
      CapturedStep.Code code = in -> results(function, x);
      try (CapturedStep step = CapturedStep.record(device, List.of(), code)) {
        List<Tensor> eager = code.run(List.of());
        List<Tensor> captured = step.run(List.of());
        for (int i = 0; i < eager.size(); i++) {
          assertArrayEquals(eager.get(i).toFloats(), captured.get(i).toFloats());
        }
      }
    }
  }

  private static List<Tensor> results(UnaryOperator<Tensor> function, Tensor x) {
    Tensor y = function.apply(x);
    y.sum().backward();
    Tensor gradient = x.grad().orElseThrow().neg();
    x.zeroGrad();
    return List.of(y, gradient);
  }
}
