package dev.flambeau.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PhiloxTest {
  /** The known answers that the authors publish with Random123 (kat_vectors, philox4x32 10). */
  @Test
  void givesTheKnownAnswers() {
    int[] zeros = {0, 0, 0, 0};
    Philox.permute(zeros, 0, 0);
    assertArrayEquals(new int[] {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}, zeros);

    int[] ones = {-1, -1, -1, -1};
    Philox.permute(ones, -1, -1);
    assertArrayEquals(new int[] {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}, ones);

    int[] pi = {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344};
    Philox.permute(pi, 0xa4093822, 0x299f31d0);
    assertArrayEquals(new int[] {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}, pi);
  }

  @Test
  void fillsInTheOrderOfTheSequence() {
    Philox random = new Philox(42, Philox.WEIGHTS, 3, 0);
    float[] values = new float[11];
    random.fill(values, 0.5f);
    for (int i = 0; i < values.length; i++) {
      assertEquals(Math.fma(1f, random.uniform(i), -0.5f), values[i]);
    }
  }
}
