package dev.flambeau.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Attributes that no composite takes, and that a refusal names the composite. */
class CompositeTest {
  private static void refused(String message, Executable made) {
    assertEquals(message, assertThrows(AttributeException.class, made).getMessage());
  }

  @Test
  void boundsAndSlopesAreNumbers() {
    refused(
        "clamp: min and max must be numbers, were given NaN and 1.0",
        () -> new Arithmetic.Clamp(Double.NaN, 1));
    refused(
        "hardtanh: min and max must be numbers, were given -1.0 and NaN",
        () -> new Activation.Hardtanh(-1, Double.NaN));
    refused(
        "hardtanh: min must not be above max, were given 2.0 and 1.0",
        () -> new Activation.Hardtanh(2, 1));
    refused(
        "leakyRelu: the slope must be a finite number, was given NaN",
        () -> new Activation.LeakyRelu(Double.NaN));
  }

  @Test
  void aRefusalNamesTheComposite() {
    TensorType three = new TensorType(DType.FLOAT32, Shape.of(3));
    TensorType four = new TensorType(DType.FLOAT32, Shape.of(4));
    assertEquals(
        "maximum: less: sizes 3 and 4 at axis -1 do not broadcast: [(3) FLOAT32, (4) FLOAT32]."
            + " Aligned at the last axis, sizes must be equal or 1.",
        assertThrows(
                ShapeMismatchException.class,
                () -> new Extremum.Maximum().infer(List.of(three, four)))
            .getMessage());
  }
}
