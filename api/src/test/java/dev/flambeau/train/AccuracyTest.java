package dev.flambeau.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flambeau.data.HostBackend;
import dev.flambeau.data.Labels;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Tensor;
import org.junit.jupiter.api.Test;

class AccuracyTest {
  @Test
  void countsOverBatchesOfAnySize() {
    Accuracy accuracy = new Accuracy();
    assertEquals(Double.NaN, accuracy.value());
    try (Device device = Device.over(new HostBackend());
        Tensor three = device.tensor(new float[] {1, 2, 5, 4, 0, 0}, 3, 2);
        Tensor one = device.tensor(new float[] {-1, -2}, 1, 2)) {
      accuracy.add(three, new Labels(new int[] {1, 1, 0}, 2));
      assertEquals(2, accuracy.correct(), "of equal outputs the first counts");
      accuracy.add(one, new Labels(new int[] {0}, 2));
      assertEquals(2, device.memory().buffers(), "predictions are freed");
    }
    assertEquals(3, accuracy.correct());
    assertEquals(4, accuracy.count());
    assertEquals(0.75, accuracy.value());
  }

  @Test
  void refusesOutputsThatAreNotARowForEachLabel() {
    try (Device device = Device.over(new HostBackend());
        Tensor outputs = device.tensor(new float[6], 3, 2)) {
      assertEquals(
          "accuracy: outputs must be (2, classes) for 2 labels, were given (3, 2)",
          assertThrows(
                  ShapeMismatchException.class,
                  () -> new Accuracy().add(outputs, new Labels(new int[2], 2)))
              .getMessage());
    }
  }
}
