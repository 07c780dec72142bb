package dev.flambeau.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flambeau.op.Shape;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class RowsTest {
  private static final Values INPUTS = new Values(Shape.of(3, 2), new float[] {1, 2, 3, 4, 5, 6});
  private static final Labels LABELS = new Labels(new int[] {0, 2, 1}, 3);

  @Test
  void aBatchHoldsTheRowsAskedForInTheirOrder() {
    Batch batch = new ArrayDataset(INPUTS, LABELS).batch(new int[] {2, 0, 2});
    assertEquals(3, batch.size());
    assertEquals(Shape.of(3, 2), batch.inputs().shape());
    assertArrayEquals(new float[] {5, 6, 1, 2, 5, 6}, batch.inputs().values());
    assertEquals(Shape.of(3), batch.targets().shape());
    assertArrayEquals(new int[] {1, 0, 1}, ((Labels) batch.targets()).labels());
  }

  @Test
  void targetsMayBeValues() {
    Batch batch = new ArrayDataset(INPUTS, INPUTS).batch(new int[] {1});
    assertArrayEquals(new float[] {3, 4}, ((Values) batch.targets()).values());
  }

  @Test
  void aBatchGoesToADevice() {
    try (Device device = Device.over(new HostBackend());
        Tensor input = new Batch(3, INPUTS, LABELS).input(device);
        Tensor labels = new Batch(3, INPUTS, LABELS).target(device);
        Tensor values = new Batch(3, INPUTS, INPUTS).target(device)) {
      assertEquals(Shape.of(3, 2), input.shape());
      assertArrayEquals(INPUTS.values(), input.toFloats());
      assertEquals(Shape.of(3), labels.shape());
      assertArrayEquals(LABELS.labels(), labels.toInts());
      assertArrayEquals(INPUTS.values(), values.toFloats());
    }
  }

  @Test
  void rowsMayBeNoneOrEmpty() {
    assertEquals(Shape.of(0, 2), INPUTS.select(new int[0]).shape());
    assertEquals(
        Shape.of(2, 0), new Values(Shape.of(1, 0), new float[0]).select(new int[2]).shape());
    assertEquals(0, new ArrayDataset(INPUTS.select(new int[0]), new Labels(new int[0], 0)).size());
  }

  @Test
  void refusesAnIndexOutOfRange() {
    assertThrows(IndexOutOfBoundsException.class, () -> INPUTS.select(new int[] {3}));
    assertThrows(IndexOutOfBoundsException.class, () -> INPUTS.select(new int[] {-1}));
    assertThrows(IndexOutOfBoundsException.class, () -> LABELS.select(new int[] {3}));
  }

  @Test
  void refusesWhatDoesNotFit() {
    refuses(
        "Values of shape (2, 2) have 4 elements, 3 were given.",
        () -> new Values(Shape.of(2, 2), new float[3]));
    refuses(
        "Values of shape () have no rows. One row of one value is (1, 1).",
        () -> new Values(Shape.SCALAR, new float[1]));
    refuses("Label 3 at index 1 is not in [0, 3).", () -> new Labels(new int[] {2, 3, -1}, 3));
    refuses("Label -1 at index 0 is not in [0, 3).", () -> new Labels(new int[] {-1}, 3));
    refuses(
        "A dataset needs a target for each input, was given 3 inputs (3, 2) and 1 targets (1).",
        () -> new ArrayDataset(INPUTS, new Labels(new int[1], 1)));
  }

  private static void refuses(String message, Executable executable) {
    assertEquals(message, assertThrows(DatasetException.class, executable).getMessage());
  }
}
