package dev.flambeau.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.tensor.CapturedStep;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.error.GradientException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AutogradTest {
  private final Device device = Device.open("cpu:reference");
  private final Scope scope = Scope.open();

  @AfterEach
  void close() {
    scope.close();
    device.close();
  }

  private Tensor leaf(float... values) {
    return device.tensor(values, values.length).requiresGrad(true);
  }

  private static float[] gradient(Tensor tensor) {
    return tensor.grad().orElseThrow().toFloats();
  }

  @Test
  void aChainOfOps() {
    Tensor x = leaf(1, 2, 3);
    x.mul(x).mul(2).sum().backward();
    assertArrayEquals(new float[] {4, 8, 12}, gradient(x));
  }

  @Test
  void aTensorUsedTwiceAddsItsGradients() {
    Tensor x = leaf(1, 2);
    x.add(x).add(x).sum().backward();
    assertArrayEquals(new float[] {3, 3}, gradient(x));
  }

  @Test
  void gradientsAddUpUntilTheyAreFreed() {
    Tensor x = leaf(1, 2);
    x.mul(3).sum().backward();
    x.mul(3).sum().backward();
    assertArrayEquals(new float[] {6, 6}, gradient(x));
    x.zeroGrad();
    assertTrue(x.grad().isEmpty());
  }

  @Test
  void aStretchedOperandGetsTheSum() {
    Tensor matrix = device.tensor(new float[] {1, 2, 3, 4, 5, 6}, 2, 3).requiresGrad(true);
    Tensor row = leaf(10, 20, 30);
    Tensor column = device.tensor(new float[] {7, 8}, 2, 1).requiresGrad(true);
    matrix.mul(row).mul(column).sum().backward();
    assertArrayEquals(new float[] {1 * 7 + 4 * 8, 2 * 7 + 5 * 8, 3 * 7 + 6 * 8}, gradient(row));
    assertArrayEquals(new float[] {140, 320}, gradient(column));
    assertArrayEquals(new float[] {70, 140, 210, 80, 160, 240}, gradient(matrix));
  }

  @Test
  void gradientsOutliveTheScope() {
    Tensor x = leaf(1, 2);
    try (Scope inner = Scope.open()) {
      x.exp().sum().backward();
    }
    assertEquals((float) Math.E, gradient(x)[0]);
  }

  @Test
  void nothingIsRecordedWithoutGradients() {
    Tensor x = leaf(1);
    try (var none = Tensor.noGrad()) {
      assertFalse(x.mul(2).requiresGrad());
    }
    assertTrue(x.mul(2).requiresGrad());
    assertFalse(x.detach().mul(2).requiresGrad());
  }

  /** As the eager step, which has nothing to differentiate there. */
  @Test
  void aCapturedBackwardPassIsRefusedWithinNoGrad() {
    Tensor x = leaf(1, 2);
    CapturedStep.Code training =
        in -> {
          x.mul(in.get(0)).sum().backward();
          Tensor gradient = x.grad().orElseThrow().detach();
          x.zeroGrad();
          return List.of(gradient);
        };
    List<Tensor> batch = List.of(device.ones(2));
    try (var step = CapturedStep.record(device, batch, training);
        var inference = CapturedStep.record(device, batch, in -> List.of(in.get(0).mul(x)));
        var none = Tensor.noGrad()) {
      assertEquals(
          "captured step: it has a backward pass, and within noGrad() there is none. Run it outside"
              + " noGrad(), or capture a step without backward.",
          assertThrows(GradientException.class, () -> step.run(batch)).getMessage());
      assertArrayEquals(new float[] {1, 2}, inference.run(batch).get(0).toFloats());
      none.close();
      assertArrayEquals(new float[] {1, 1}, step.run(batch).get(0).toFloats());
    }
  }

  @Test
  void aGraphIsWalkedOnce() {
    Tensor y = leaf(1, 2).exp().sum();
    y.backward();
    assertEquals(
        "sum: backward has been through here already and freed what it needed. Run the forward pass"
            + " again, or keep the graph: GraphMode.RETAIN.",
        assertThrows(GradientException.class, y::backward).getMessage());
  }

  @Test
  void backwardStartsFromASingleNumber() {
    Tensor y = leaf(1, 2).exp();
    assertEquals(
        "backward: starts from a single number, was given (2) FLOAT32. Reduce it with sum() or"
            + " mean(), or hand over its gradient: backward(gradient).",
        assertThrows(GradientException.class, y::backward).getMessage());
    Tensor x = leaf(1, 2);
    x.mul(3).backward(device.tensor(new float[] {1, 10}, 2));
    assertArrayEquals(new float[] {3, 30}, gradient(x));
  }

  @Test
  void somethingMustWantAGradient() {
    Tensor y = device.ones(2).sum();
    assertEquals(
        "backward: nothing that this tensor was computed from wants a gradient. Ask for one with"
            + " requiresGrad(true), outside noGrad().",
        assertThrows(GradientException.class, y::backward).getMessage());
  }

  @Test
  void aDeepGraphNeedsNoStack() {
    Tensor x = leaf(1);
    Tensor y = x;
    for (int i = 0; i < 20_000; i++) {
      y = y.neg();
    }
    y.sum().backward();
    assertArrayEquals(new float[] {1}, gradient(x));
  }
}
