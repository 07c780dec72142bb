package dev.flambeau.cpu.parallel;

import dev.flambeau.cpu.function.Fma;

/** Elementwise ops on three tensors. */
public final class TernaryLoops {
  private TernaryLoops() {}

  public static void fma(
      float[] a, int atA, float[] b, int atB, float[] c, int atC, float[] y, int to, int count) {
    for (int i = 0; i < count; i++) {
      y[to + i] = Fma.fma(a[atA + i], b[atB + i], c[atC + i]);
    }
  }

  /** By masks instead of a branch, which no processor can predict here. */
  public static void where(
      float[] condition,
      int atCondition,
      float[] a,
      int atA,
      float[] b,
      int atB,
      float[] y,
      int to,
      int count) {
    for (int i = 0; i < count; i++) {
      int first = -(int) condition[atCondition + i];
      int bits = Float.floatToRawIntBits(a[atA + i]) & first;
      y[to + i] = Float.intBitsToFloat(bits | Float.floatToRawIntBits(b[atB + i]) & ~first);
    }
  }
}
