package dev.flambeau.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flambeau.op.Shape;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.op.Unary;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tensors without elements, whose other sizes may be as large as they like; and no tensors. */
class EmptyTensorsTest {
  private static final List<UnaryOperator<Tensor>> OPS =
      List.of(
          x -> x.transpose(0, 2),
          x -> x.transpose(0, 1),
          x -> x.permute(2, 0, 1),
          x -> x.add(1).relu(),
          x -> x.reshape(0, 7),
          x -> x.unsqueeze(0),
          x -> x.slice(0, 0, x.shape().size(0)),
          x -> x.slice(1, 0, x.shape().size(1) / 2),
          x -> Tensor.concat(1, x.slice(1, 0, x.shape().size(1) / 2), x.slice(1, 0, 0)),
          x -> x.sum(new int[] {0, 1, 2}, true));

  @ParameterizedTest
  @CsvSource({
    "cpu, 65536, 65536, 0",
    "cpu, 65536, 0, 65536",
    "cpu, 0, 65536, 65536",
    "cpu:reference, 65536, 65536, 0",
    "cpu:reference, 65536, 0, 65536",
    "cpu:reference, 0, 65536, 65536"
  })
  void opsTakeThemInWhateverOrder(String name, int a, int b, int c) {
    try (Device device = Device.open(name);
        Scope scope = Scope.open()) {
      Tensor x = device.zeros(a, b, c);
      assertEquals(Shape.of(a, b, c), x.shape());
      for (UnaryOperator<Tensor> op : OPS) {
        Tensor y = op.apply(x);
        assertArrayEquals(new float[y.shape().elements()], y.toFloats(), y::toString);
      }
    }
  }

  @Test
  void anOpOfNoTensorHasNoDevice() {
    ShapeMismatchException refusal =
        assertThrows(ShapeMismatchException.class, () -> Tensor.apply(new Unary.Neg(), List.of()));
    assertEquals(
        "neg: takes one tensor or more, which tell the device, was given none",
        refusal.getMessage());
  }
}
