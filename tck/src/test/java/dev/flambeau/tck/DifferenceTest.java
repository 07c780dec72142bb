package dev.flambeau.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flambeau.op.DType;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import dev.flambeau.tck.cases.HostTensor;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DifferenceTest {
  private static HostTensor tensor(DType dtype, double... values) {
    HostTensor tensor = HostTensor.zeros(new TensorType(dtype, Shape.of(values.length)));
    for (int i = 0; i < values.length; i++) {
      tensor.put(i, values[i]);
    }
    return tensor;
  }

  private static Optional<String> difference(DType dtype, double expected, double actual) {
    return Difference.between(tensor(dtype, 7, expected), tensor(dtype, 7, actual));
  }

  @Test
  void equalBitsAreNoDifference() {
    assertEquals(Optional.empty(), difference(DType.FLOAT32, -0.0, -0.0));
    assertEquals(Optional.empty(), difference(DType.INT32, -3, -3));
    assertEquals(Optional.empty(), Difference.between(tensor(DType.BOOL), tensor(DType.BOOL)));
  }

  @Test
  void anyNaNIsAnyOther() {
    HostTensor quiet = tensor(DType.FLOAT32, Double.NaN);
    HostTensor other = tensor(DType.FLOAT32, 0);
    other.bytes().putInt(0, 0xFFC12345);
    assertEquals(Optional.empty(), Difference.between(quiet, other));
  }

  @Test
  void aNaNIsNoNumber() {
    assertEquals(
        Optional.of(
            "1 of 2 elements, first at [1]: expected NaN (0x7fc00000), is 1.0 (0x3f800000)"),
        difference(DType.FLOAT32, Double.NaN, 1));
  }

  @Test
  void negativeZeroIsNotZero() {
    assertEquals(
        Optional.of(
            "1 of 2 elements, first at [1]: expected -0.0 (0x80000000), is 0.0 (0x00000000), 1 ULP"
                + " away"),
        difference(DType.FLOAT32, -0.0, 0));
  }

  @Test
  void distanceIsCountedInFloats() {
    assertEquals(
        Optional.of(
            "1 of 2 elements, first at [1]: expected 1.0 (0x3f800000), is 1.0000002 (0x3f800002), 2"
                + " ULP away"),
        difference(DType.FLOAT32, 1, 0x1.000004p0));
    assertEquals(
        Optional.of(
            "1 of 2 elements, first at [1]: expected -1.4E-45 (0x80000001), is 1.4E-45"
                + " (0x00000001), 3 ULP away"),
        difference(DType.FLOAT32, -Float.MIN_VALUE, Float.MIN_VALUE));
  }

  @Test
  void integersAndBooleansHaveNoDistance() {
    assertEquals(
        Optional.of("1 of 2 elements, first at [1]: expected -1 (0xffffffff), is 1 (0x00000001)"),
        difference(DType.INT32, -1, 1));
    assertEquals(
        Optional.of("1 of 2 elements, first at [1]: expected 0 (0x00), is 1 (0x01)"),
        difference(DType.BOOL, 0, 1));
  }

  @Test
  void placesAreGivenAlongEachAxis() {
    assertEquals("[1, 0, 3]", Difference.index(Shape.of(2, 3, 4), 15));
    assertEquals("[]", Difference.index(Shape.SCALAR, 0));
  }
}
