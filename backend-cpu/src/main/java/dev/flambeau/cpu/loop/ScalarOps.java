package dev.flambeau.cpu.loop;

import dev.flambeau.cpu.function.Fma;

/**
 * The elementwise ops on single numbers: of each a method, whose name is the op's; those of
 * functions are {@link dev.flambeau.cpu.function.CorrectlyRounded}'s. Truth is 1 or 0. All plain
 * loops are generated from these methods, and of vector loops what is left behind the last whole
 * vector: numerics.md, "Elementwise".
 */
public final class ScalarOps {
  private ScalarOps() {}

  public static float abs(float x) {
    return Math.abs(x);
  }

  public static float neg(float x) {
    return -x;
  }

  /** Java's max is the contract's relu: +0 of −0 and +0, NaN of NaN. And it has no branch. */
  public static float relu(float x) {
    return Math.max(x, 0f);
  }

  /** Rounded twice, which changes nothing: a double has more than twice a float's bits. */
  public static float sqrt(float x) {
    return (float) Math.sqrt(x);
  }

  public static float add(float a, float b) {
    return a + b;
  }

  public static float sub(float a, float b) {
    return a - b;
  }

  public static float mul(float a, float b) {
    return a * b;
  }

  public static float div(float a, float b) {
    return a / b;
  }

  public static float equal(float a, float b) {
    return a == b ? 1f : 0f;
  }

  public static float notEqual(float a, float b) {
    return a != b ? 1f : 0f;
  }

  public static float less(float a, float b) {
    return a < b ? 1f : 0f;
  }

  public static float lessEqual(float a, float b) {
    return a <= b ? 1f : 0f;
  }

  public static float fma(float a, float b, float c) {
    return Fma.fma(a, b, c);
  }

  /** By masks instead of a branch, which no processor can predict here. */
  public static float where(float condition, float a, float b) {
    int first = -(int) condition;
    int bits = Float.floatToRawIntBits(a) & first;
    return Float.intBitsToFloat(bits | Float.floatToRawIntBits(b) & ~first);
  }
}
