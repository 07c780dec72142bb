package dev.flambeau.opencl.tuning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flambeau.backend.View;
import dev.flambeau.op.Contraction.MatMul;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import dev.flambeau.opencl.OpenClDevices;
import dev.flambeau.opencl.device.OpenClDevice;
import dev.flambeau.opencl.device.Platforms;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Products that are wrong in one way each, and what is said of them. */
class CheckTest {
  private static Bench bench;
  private static Bench.Built right;

  @BeforeAll
  static void open() {
    OpenClDevice device =
        Platforms.devices().stream()
            .filter(one -> one.info().equals(OpenClDevices.first()))
            .findFirst()
            .orElseThrow();
    bench = new Bench(device);
    right = bench.reference();
  }

  @AfterAll
  static void close() {
    if (bench != null) {
      right.close();
      bench.close();
    }
  }

  private static Verdict check(Multiplier tested) {
    return new Check(bench).of(tested, right);
  }

  private static void write(View place, float value) {
    bench.write(place, new float[] {value});
  }

  private static View at(View output, int offset) {
    return new View(output.buffer(), output.offset() + offset, Product.type(1));
  }

  @Test
  void theUsualTilesAreRight() {
    try (Bench.Built usual = bench.build(bench.usual())) {
      assertEquals(Verdict.RIGHT, check(usual));
    }
  }

  @Test
  void oneWrongElementIsFound() {
    assertEquals(
        Verdict.WRONG_BITS,
        check(
            (op, inputs, output) -> {
              right.multiply(op, inputs, output);
              write(at(output, output.type().elements() - 1), 1);
            }));
  }

  /** As a kernel would that forgets the leaves: the last product alone has more than one. */
  @Test
  void anotherOrderOfTheSumIsFound() {
    assertEquals(
        Verdict.WRONG_BITS,
        check(
            (op, inputs, output) -> {
              TensorType a = inputs.get(0).type();
              boolean isLong = a.shape().equals(Shape.of(3, 2049)) && op instanceof MatMul;
              right.multiply(op, inputs, output);
              if (isLong) {
                write(at(output, 7), Float.MIN_VALUE);
              }
            }));
  }

  @Test
  void whatWritesBeforeItsResultIsFound() {
    assertEquals(Verdict.WRITES_OUTSIDE, writesAt(-1));
  }

  @Test
  void whatWritesFarBehindItsResultIsFound() {
    assertEquals(Verdict.WRITES_OUTSIDE, writesAt(1000));
  }

  private static Verdict writesAt(int distance) {
    return check(
        (op, inputs, output) -> {
          right.multiply(op, inputs, output);
          int offset = distance < 0 ? distance : output.type().elements() - 1 + distance;
          write(at(output, offset), 0);
        });
  }

  @Test
  void whatWritesNothingIsFound() {
    assertEquals(Verdict.WRONG_BITS, check((op, inputs, output) -> {}));
  }
}
