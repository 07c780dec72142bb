package dev.flambeau.cpu.parallel;

/** Comparisons, element by element: 1 where one holds, else 0. A step of 0 reads the same again. */
public final class CompareLoops {
  private CompareLoops() {}

  public static void equal(
      float[] a, int atA, int stepA, float[] b, int atB, int stepB, float[] y, int to, int count) {
    for (int i = 0; i < count; i++) {
      y[to + i] = a[atA + i * stepA] == b[atB + i * stepB] ? 1f : 0f;
    }
  }

  public static void notEqual(
      float[] a, int atA, int stepA, float[] b, int atB, int stepB, float[] y, int to, int count) {
    for (int i = 0; i < count; i++) {
      y[to + i] = a[atA + i * stepA] != b[atB + i * stepB] ? 1f : 0f;
    }
  }

  public static void less(
      float[] a, int atA, int stepA, float[] b, int atB, int stepB, float[] y, int to, int count) {
    for (int i = 0; i < count; i++) {
      y[to + i] = a[atA + i * stepA] < b[atB + i * stepB] ? 1f : 0f;
    }
  }

  public static void lessEqual(
      float[] a, int atA, int stepA, float[] b, int atB, int stepB, float[] y, int to, int count) {
    for (int i = 0; i < count; i++) {
      y[to + i] = a[atA + i * stepA] <= b[atB + i * stepB] ? 1f : 0f;
    }
  }
}
