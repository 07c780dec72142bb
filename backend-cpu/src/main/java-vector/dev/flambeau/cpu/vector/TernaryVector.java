package dev.flambeau.cpu.vector;

import dev.flambeau.cpu.parallel.TernaryLoops;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Elementwise ops on three runs: vectors, then what is left one by one. */
final class TernaryVector {
  private TernaryVector() {}

  static void fma(
      float[] a, int atA, float[] b, int atB, float[] c, int atC, float[] y, int to, int count) {
    int whole = Lanes.FLOATS.loopBound(count);
    for (int i = 0; i < whole; i += Lanes.COUNT) {
      FloatVector product = Lanes.load(a, atA + i);
      product
          .fma(
              FloatVector.fromArray(Lanes.FLOATS, b, atB + i),
              FloatVector.fromArray(Lanes.FLOATS, c, atC + i))
          .intoArray(y, to + i);
    }
    TernaryLoops.fma(a, atA + whole, b, atB + whole, c, atC + whole, y, to + whole, count - whole);
  }

  static void where(
      float[] condition,
      int atCondition,
      float[] a,
      int atA,
      float[] b,
      int atB,
      float[] y,
      int to,
      int count) {
    int whole = Lanes.FLOATS.loopBound(count);
    for (int i = 0; i < whole; i += Lanes.COUNT) {
      FloatVector truth = Lanes.load(condition, atCondition + i);
      FloatVector other = Lanes.load(b, atB + i);
      FloatVector chosen =
          other.blend(
              FloatVector.fromArray(Lanes.FLOATS, a, atA + i),
              truth.compare(VectorOperators.NE, 0f));
      chosen.intoArray(y, to + i);
    }
    TernaryLoops.where(
        condition,
        atCondition + whole,
        a,
        atA + whole,
        b,
        atB + whole,
        y,
        to + whole,
        count - whole);
  }
}
