package dev.flambeau.cpu.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FmaTest {
  private static final int TRIES = 500_000;

  private final SplittableRandom random = new SplittableRandom(Long.getLong("flambeau.seed", 1));

  /** Every triple of bits is a triple of floats: subnormals, infinities and NaN are among them. */
  @Test
  void agreesWithJavaOnAnyBits() {
    for (int i = 0; i < TRIES; i++) {
      agree(
          Float.intBitsToFloat(random.nextInt()),
          Float.intBitsToFloat(random.nextInt()),
          Float.intBitsToFloat(random.nextInt()));
    }
  }

  /** The sum lies near the middle between two floats: where a second rounding would show. */
  @Test
  void agreesWithJavaNearMiddles() {
    for (int i = 0; i < TRIES; i++) {
      float x = significand(random.nextInt());
      float y = significand(random.nextInt());
      float z = significand(random.nextInt());
      int distance = random.nextInt(64) - 32;
      agree(x, y, -(x * y));
      agree(x, y, Math.scalb(z, distance));
      agree(x, y, Math.scalb(1f, distance));
      agree(Math.scalb(x, -70), Math.scalb(y, -70), Math.scalb(z, -140));
    }
  }

  private static float significand(int bits) {
    return Float.intBitsToFloat(bits & 0x807fffff | 0x3f800000);
  }

  /** {@code 1 + 2⁻²⁴ ± a little}: double's own rounding would lose the little. */
  @Test
  void roundsOnceWhereDoubleWouldRoundTwice() {
    float tiny = 0x1p-60f;
    assertEquals(1f, Fma.exact(tiny, -1f, 1f));
    float half = 0x1p-24f;
    // 1 + 2⁻²⁴ + 2⁻⁶⁰ is above the middle, 1 + 2⁻²⁴ is the middle itself.
    float above = 0x1.000002p0f;
    assertEquals(above, Fma.exact(half, 1 + 0x1p-23f, 1f));
    assertEquals(1f, Fma.exact(half, 1f, 1f));
    agree(0x1.000002p-24f, 0x1p-36f, 1f);
    agree(-0x1.fffffep-30f, 0x1.fffffep-30f, 1f + 0x1p-23f);
  }

  @Test
  void keepsSignsOfZero() {
    assertEquals(-0f, Fma.exact(-0f, 0f, -0f));
    assertEquals(0f, Fma.exact(-0f, 0f, 0f));
    assertEquals(0f, Fma.exact(3f, 2f, -6f));
  }

  private static void agree(float a, float b, float c) {
    int expected = Float.floatToIntBits(Math.fma(a, b, c));
    if (expected != Float.floatToIntBits(Fma.exact(a, b, c))
        || expected != Float.floatToIntBits(Fma.fma(a, b, c))) {
      fail("fma(%a, %a, %a): exact gives %a".formatted(a, b, c, Fma.exact(a, b, c)));
    }
  }
}
