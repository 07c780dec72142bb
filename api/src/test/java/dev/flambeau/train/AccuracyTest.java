package dev.flambeau.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flambeau.data.Classes;
import dev.flambeau.data.DatasetException;
import dev.flambeau.data.HostBackend;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.HostTensor;
import dev.flambeau.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccuracyTest {
  private static final float NAN = Float.NaN;

  private final Device device = Device.over(new HostBackend());
  private final Accuracy accuracy = new Accuracy();

  @AfterEach
  void close() {
    device.close();
  }

  @Test
  void countsOverBatchesOfAnySize() {
    assertEquals(Double.NaN, accuracy.value());
    try (Tensor three = device.tensor(new float[] {1, 2, 5, 4, 0, 0}, 3, 2);
        Tensor one = device.tensor(new float[] {-1, -2}, 1, 2);
        Tensor none = device.tensor(new float[0], 0, 2)) {
      accuracy.add(three, 1, 1, 0);
      assertEquals(2, accuracy.correct(), "of equal outputs the first counts");
      accuracy.add(one, HostTensor.of(new int[] {0}, 1));
      accuracy.add(none, new int[0]);
      assertEquals(3, device.memory().buffers(), "predictions are freed");
    }
    expect(3, 4);
    assertEquals(0.75, accuracy.value());
  }

  @Test
  void outputsWithNaNAreWrongWhateverTheLabel() {
    try (Tensor outputs =
        device.tensor(new float[] {NAN, NAN, NAN, NAN, 9, NAN, NAN, 9, 3, 4}, 5, 2)) {
      accuracy.add(outputs, 0, 1, 1, 0, 1);
    }
    expect(1, 5);
  }

  @Test
  void leavesOutWhatIsIgnored() {
    try (Tensor outputs = device.tensor(new float[] {1, 0, 1, 0, 1, 0}, 3, 2)) {
      accuracy.add(outputs, 0, Classes.IGNORED, 1);
      expect(1, 2);
      Accuracy none = new Accuracy();
      none.add(outputs, Classes.IGNORED, Classes.IGNORED, Classes.IGNORED);
      assertEquals(Double.NaN, none.value());
    }
  }

  @Test
  void takesALabelForEachStepOfASequence() {
    try (Tensor outputs = device.tensor(new float[] {1, 0, 0, 1, 1, 0, 0, 1}, 2, 2, 2)) {
      accuracy.add(outputs, HostTensor.of(new int[] {0, 1, 1, Classes.IGNORED}, 2, 2));
    }
    expect(2, 3);
  }

  private void expect(long correct, long count) {
    assertEquals(correct, accuracy.correct());
    assertEquals(count, accuracy.count());
  }

  @Test
  void refusesLabelsThatDoNotFitTheOutputs() {
    try (Tensor outputs = device.tensor(new float[6], 3, 2)) {
      assertEquals(
          "accuracy: outputs must have the axes of the labels and one for the classes, were given"
              + " outputs (3, 2) and labels (2)",
          assertThrows(ShapeMismatchException.class, () -> accuracy.add(outputs, 0, 0))
              .getMessage());
      assertEquals(
          "Label 2 at index 1 is not in [0, 2), nor -100, which is ignored.",
          assertThrows(DatasetException.class, () -> accuracy.add(outputs, 0, 2, -1)).getMessage());
      assertEquals(
          "Labels are INT32, was given (3) FLOAT32.",
          assertThrows(
                  DatasetException.class,
                  () -> accuracy.add(outputs, HostTensor.of(new float[3], 3)))
              .getMessage());
    }
    expect(0, 0);
  }
}
