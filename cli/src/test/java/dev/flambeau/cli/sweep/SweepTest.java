package dev.flambeau.cli.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.cli.sweep.Sweep.Result;
import dev.flambeau.cli.sweep.Sweep.Wrong;
import dev.flambeau.op.Unary;
import dev.flambeau.op.Unary.Elementary;
import dev.flambeau.tck.function.Evidence;
import dev.flambeau.tck.function.ExactFunction;
import dev.flambeau.tensor.Device;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SweepTest {
  /** The block of 0x42c00000 to 0x42cfffff, 96 to 104: few values of its exp take arithmetic. */
  private static final int BLOCK = 0x42c;

  private static Result run(Elementary op, UnaryOperator<float[]> change, Evidence known) {
    try (Device device = Device.open("cpu")) {
      return new Sweep(
              inputs -> change.apply(Sweep.run(op, inputs, device)), ExactFunction.of(op), known)
          .run(BLOCK, BLOCK + 1, block -> {});
    }
  }

  private static List<Elementary> functions() {
    return Elementary.all();
  }

  @ParameterizedTest
  @MethodSource("functions")
  void rightOutputsAreFoundRight(Elementary op) {
    Evidence evidence = Evidence.of(ExactFunction.of(op));
    Result result = run(op, UnaryOperator.identity(), evidence);
    assertEquals(List.of(), result.first());
    assertEquals(0, result.wrong());
    assertEquals(1L << 20, result.inputs());
    assertTrue(result.sha256().startsWith("%016x".formatted(evidence.digest(BLOCK))));
  }

  @Test
  void oneFlippedBitIsCountedAndListed() {
    UnaryOperator<float[]> flip =
        outputs -> {
          outputs[7] = Float.intBitsToFloat(Float.floatToIntBits(outputs[7]) ^ 1 << 30);
          return outputs;
        };
    Result result = run(new Unary.Exp(), flip, Evidence.of(ExactFunction.EXP));
    assertEquals(1, result.wrong());
    int expected = Float.floatToIntBits(Float.POSITIVE_INFINITY);
    assertEquals(List.of(new Wrong(0x42c00007, expected ^ 1 << 30, expected)), result.first());
  }

  @Test
  void evidenceThatContradictsTheOracleIsNoVerdict() {
    Evidence other = new Evidence("", Collections.nCopies(Evidence.BLOCKS, 0L));
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () -> run(new Unary.Exp(), UnaryOperator.identity(), other));
    assertEquals(
        "Block 1068 has another digest than the evidence, yet no value of it is wrong.",
        e.getMessage());
  }
}
