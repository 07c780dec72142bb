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
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {
  private final Device device = Device.over(new HostBackend());
  private final ConfusionMatrix matrix = new ConfusionMatrix(List.of("cat", "horse", "owl"));

  @AfterEach
  void close() {
    device.close();
  }

  private void add(float[] outputs, int... labels) {
    try (Tensor answers = device.tensor(outputs, labels.length, 3)) {
      matrix.add(answers, HostTensor.of(labels, labels.length));
    }
  }

  @Test
  void countsWhatWasTakenForWhat() {
    add(new float[] {3, 2, 1, 0, 0, 1, 0, 5, 0}, 0, 1, 1);
    add(new float[] {0, 9, 9, 1, 0, 0}, 2, Classes.IGNORED);
    assertEquals(1, matrix.count(0, 0));
    assertEquals(1, matrix.count(1, 2));
    assertEquals(1, matrix.count(1, 1));
    assertEquals(1, matrix.count(2, 1), "of equal ones the first counts");
    assertEquals(2, matrix.examples(1));
    assertEquals(
        "         0  1  2\n" + "0 cat    1  0  0\n" + "1 horse  0  1  1\n" + "2 owl    0  1  0",
        matrix.toString());
  }

  @Test
  void outputsWithNaNHaveAColumnOfTheirOwn() {
    add(new float[] {Float.NaN, 2, 1, 7, 0, 1}, 0, 0);
    assertEquals(1, matrix.undecided(0));
    assertEquals(2, matrix.examples(0));
    assertEquals(
        "         0  1  2  NaN\n"
            + "0 cat    1  0  0    1\n"
            + "1 horse  0  0  0    0\n"
            + "2 owl    0  0  0    0",
        matrix.toString());
  }

  @Test
  void refusesWhatDoesNotFit() {
    try (Tensor two = device.tensor(new float[] {1, 2}, 1, 2)) {
      assertEquals(
          "The outputs have 2 classes, the confusion matrix 3.",
          assertThrows(
                  DatasetException.class, () -> matrix.add(two, HostTensor.of(new int[] {1}, 1)))
              .getMessage());
      assertEquals(
          "confusion matrix: outputs must have the axes of the labels and one for the classes, were"
              + " given outputs (1, 2) and labels (2)",
          assertThrows(
                  ShapeMismatchException.class,
                  () -> matrix.add(two, HostTensor.of(new int[] {1, 0}, 2)))
              .getMessage());
    }
    assertEquals(
        "0 classes; there must be 1 or more.",
        assertThrows(DatasetException.class, () -> new ConfusionMatrix(List.of())).getMessage());
  }
}
