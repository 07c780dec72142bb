package com.example.own;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.flambeau.backend.Admission.Verdict;
import dev.flambeau.backend.DeviceInfo;
import dev.flambeau.op.Elementwise;
import dev.flambeau.op.Op;
import dev.flambeau.tensor.CapturedStep;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import java.util.List;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An op of one's own is a lambda: it and its gradient have the same bits on every device. */
class OwnExpressionTest {
  private static final Op SWISH =
      Elementwise.of("swish", (x, beta) -> x.mul(x.mul(beta).sigmoid()));

  /** More than one vector and work-group, and a rest. */
  private static final int ROWS = 37;

  private static final int COLUMNS = 67;

  private static float[][] bitsOn(String name, BinaryOperator<Tensor> swish, boolean isCaptured) {
    try (Device device = Device.open(name);
        Scope scope = Scope.open()) {
      Tensor x = device.tensor(numbers(ROWS * COLUMNS, 8), ROWS, COLUMNS).requiresGrad(true);
      Tensor beta = device.tensor(numbers(COLUMNS, 3), COLUMNS).requiresGrad(true);
      Tensor weights = device.tensor(numbers(ROWS * COLUMNS, 1), ROWS, COLUMNS);
      List<Tensor> inputs = List.of(x, beta, weights);
      if (!isCaptured) {
        return results(swish, inputs).stream().map(Tensor::toFloats).toArray(float[][]::new);
      }
      try (CapturedStep step = CapturedStep.record(device, inputs, own -> results(swish, own))) {
        return step.run(inputs).stream().map(Tensor::toFloats).toArray(float[][]::new);
      }
    }
  }

  /** The output, and the gradients of x and of beta, which is stretched. */
  private static List<Tensor> results(BinaryOperator<Tensor> swish, List<Tensor> inputs) {
    Tensor y = swish.apply(inputs.get(0), inputs.get(1));
    y.backward(inputs.get(2));
    Tensor ofX = inputs.get(0).grad().orElseThrow().neg();
    Tensor ofBeta = inputs.get(1).grad().orElseThrow().neg();
    inputs.get(0).zeroGrad();
    inputs.get(1).zeroGrad();
    return List.of(y, ofX, ofBeta);
  }

  private static float[] numbers(int count, float bound) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = bound * (i * 37 % 401 - 200) / 200;
    }
    numbers[0] = -0.0f;
    return numbers;
  }

  private static void assertTheSameBitsOn(List<String> devices) {
    float[][] expected = bitsOn("cpu:reference", (x, beta) -> x.mul(x.mul(beta).sigmoid()), false);
    for (String device : devices) {
      for (boolean isCaptured : new boolean[] {false, true}) {
        float[][] bits = bitsOn(device, (x, beta) -> Tensor.apply(SWISH, x, beta), isCaptured);
        for (int i = 0; i < expected.length; i++) {
          String what = device + (isCaptured ? ", captured" : ", eager") + ", result " + i;
          assertArrayEquals(expected[i], bits[i], what);
        }
      }
    }
  }

  @Test
  void anExpressionHasTheBitsOfItsOperations() {
    assertTheSameBitsOn(List.of("cpu:reference", "cpu"));
  }

  @Tag("opencl")
  @Test
  void anExpressionHasTheSameBitsOnOpenCl() {
    assertTheSameBitsOn(
        Device.all().stream()
            .filter(device -> device.provider().equals("opencl"))
            .filter(device -> Device.admission(device).verdict() != Verdict.NOT_STRICT)
            .map(DeviceInfo::name)
            .toList());
  }
}
