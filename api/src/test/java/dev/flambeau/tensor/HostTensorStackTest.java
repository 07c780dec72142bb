package dev.flambeau.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flambeau.op.Shape;
import dev.flambeau.op.ShapeMismatchException;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostTensorStackTest {
  @Test
  void stackIsWhatRowsTakeApart() {
    HostTensor whole = HostTensor.of(new double[] {1, 2, 3, 4, 5, 6}, 3, 2);
    List<HostTensor> rows =
        List.of(whole.rows(2).reshape(2), whole.rows(0).reshape(2), whole.rows(2).reshape(2));
    HostTensor stacked = HostTensor.stack(rows);
    assertEquals(Shape.of(3, 2), stacked.shape());
    assertArrayEquals(new double[] {5, 6, 1, 2, 5, 6}, ((HostTensor.Doubles) stacked).values());
  }

  @Test
  void refusesWhatDoesNotStack() {
    refuses("stack: takes one tensor or more, was given none", List.of());
    HostTensor two = HostTensor.of(new int[2], 2);
    refuses(
        "stack: tensors must have one type and shape, were given (2) INT32 and (2) FLOAT32.",
        List.of(two, HostTensor.of(new float[2], 2)));
    refuses(
        "stack: tensors must have one type and shape, were given (2) INT32 and (1, 2) INT32.",
        List.of(two, two.reshape(1, 2)));
  }

  private static void refuses(String message, List<HostTensor> tensors) {
    assertEquals(
        message,
        assertThrows(ShapeMismatchException.class, () -> HostTensor.stack(tensors)).getMessage());
  }
}
