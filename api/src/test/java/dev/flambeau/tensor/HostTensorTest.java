package dev.flambeau.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.op.DType;
import dev.flambeau.op.Shape;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.op.TensorType;
import dev.flambeau.tensor.memory.HostTransfer;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HostTensorTest {
  /** Three rows of two, of every type, and the rows 2, 0, 2. */
  private static final Map<HostTensor, Object> TENSORS =
      Map.of(
          HostTensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2),
          new float[] {5, 6, 1, 2, 5, 6},
          HostTensor.of(new double[] {1, 2, 3, 4, 5, 6}, 3, 2),
          new double[] {5, 6, 1, 2, 5, 6},
          HostTensor.of(new int[] {1, 2, 3, 4, 5, 6}, 3, 2),
          new int[] {5, 6, 1, 2, 5, 6},
          HostTensor.of(new boolean[] {true, false, false, false, false, true}, 3, 2),
          new boolean[] {false, true, true, false, false, true});

  static Stream<HostTensor> tensors() {
    return TENSORS.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("tensors")
  void keepsItsArrayUnderAnotherShape(HostTensor tensor) {
    HostTensor reshaped = tensor.reshape(2, 1, 3);
    assertSame(tensor.array(), reshaped.array());
    assertEquals(new TensorType(tensor.dtype(), Shape.of(2, 1, 3)), reshaped.type());
    assertThrows(ShapeMismatchException.class, () -> tensor.reshape(4));
  }

  @ParameterizedTest
  @MethodSource("tensors")
  void copiesRows(HostTensor tensor) {
    HostTensor rows = tensor.rows(2, 0, 2);
    assertEquals(new TensorType(tensor.dtype(), Shape.of(3, 2)), rows.type());
    assertTrue(Objects.deepEquals(TENSORS.get(tensor), rows.array()));
    assertEquals(Shape.of(0, 2), tensor.rows().shape());
    assertEquals(
        "rows: no row 3 in (3, 2), which has 3",
        assertThrows(ShapeMismatchException.class, () -> tensor.rows(0, 3)).getMessage());
    assertThrows(ShapeMismatchException.class, () -> tensor.rows(-1));
  }

  @Test
  void rowsOfNothingAndOfOneAxis() {
    assertEquals(Shape.of(2, 0), HostTensor.of(new float[0], 3, 0).rows(1, 2).shape());
    HostTensor.Ints labels = HostTensor.of(new int[] {7, 8, 9}, 3);
    assertArrayEquals(new int[] {9, 7}, (int[]) labels.rows(2, 0).array());
    assertEquals(
        "rows: a single number has no rows. One row of one value is (1, 1).",
        assertThrows(ShapeMismatchException.class, () -> HostTensor.of(new float[] {1}).rows(0))
            .getMessage());
  }

  @Test
  void theShapeMustHaveAsManyElements() {
    assertEquals(
        "A tensor of shape (2, 2) has 4 elements, 3 were given.",
        assertThrows(ShapeMismatchException.class, () -> HostTensor.of(new float[3], 2, 2))
            .getMessage());
    assertThrows(ShapeMismatchException.class, () -> HostTensor.of(new double[2]));
    assertThrows(ShapeMismatchException.class, () -> HostTensor.of(new int[1], 0));
    assertThrows(ShapeMismatchException.class, () -> HostTensor.of(new boolean[1], 2));
  }

  @Test
  void aSingleNumberAndNothingAreTensors() {
    assertEquals(Shape.SCALAR, HostTensor.of(new double[] {1}).shape());
    assertEquals(DType.BOOL, HostTensor.of(new boolean[0], 0, 3).dtype());
  }

  @Test
  void moreThanAnArrayHoldsIsRefused() {
    assertEquals(
        "toFloats: (2147483647) FLOAT32 has 2147483647 elements, and an array of Java's holds at"
            + " most 2147483639. Read it in slices along an axis.",
        assertThrows(
                ShapeMismatchException.class,
                () ->
                    HostTransfer.array(
                        "toFloats", new TensorType(DType.FLOAT32, Shape.of(Integer.MAX_VALUE))))
            .getMessage());
  }
}
