package dev.flambeau.cpu.vector;

import dev.flambeau.cpu.parallel.CompareLoops;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Comparisons of two runs, of which either may be a single number: 1 where one holds, else 0. Each
 * has a loop of its own, since vectors are objects where the compiler does not see the operator.
 */
final class CompareVector {
  private CompareVector() {}

  private static FloatVector load(float[] x, int at, int step, int i) {
    return step == 0 ? Lanes.ZERO.broadcast(x[at]) : Lanes.load(x, at + i);
  }

  static void less(
      float[] a, int atA, int stepA, float[] b, int atB, int stepB, float[] y, int to, int count) {
    int whole = Lanes.FLOATS.loopBound(count);
    for (int i = 0; i < whole; i += Lanes.COUNT) {
      FloatVector left = load(a, atA, stepA, i);
      FloatVector right = load(b, atB, stepB, i);
      Lanes.ZERO.blend(1f, left.compare(VectorOperators.LT, right)).intoArray(y, to + i);
    }
    int nextA = atA + whole * stepA;
    int nextB = atB + whole * stepB;
    CompareLoops.less(a, nextA, stepA, b, nextB, stepB, y, to + whole, count - whole);
  }

  static void lessEqual(
      float[] a, int atA, int stepA, float[] b, int atB, int stepB, float[] y, int to, int count) {
    int whole = Lanes.FLOATS.loopBound(count);
    for (int i = 0; i < whole; i += Lanes.COUNT) {
      FloatVector left = load(a, atA, stepA, i);
      FloatVector right = load(b, atB, stepB, i);
      Lanes.ZERO.blend(1f, left.compare(VectorOperators.LE, right)).intoArray(y, to + i);
    }
    int nextA = atA + whole * stepA;
    int nextB = atB + whole * stepB;
    CompareLoops.lessEqual(a, nextA, stepA, b, nextB, stepB, y, to + whole, count - whole);
  }

  static void equal(
      float[] a, int atA, int stepA, float[] b, int atB, int stepB, float[] y, int to, int count) {
    int whole = Lanes.FLOATS.loopBound(count);
    for (int i = 0; i < whole; i += Lanes.COUNT) {
      FloatVector left = load(a, atA, stepA, i);
      FloatVector right = load(b, atB, stepB, i);
      Lanes.ZERO.blend(1f, left.compare(VectorOperators.EQ, right)).intoArray(y, to + i);
    }
    int nextA = atA + whole * stepA;
    int nextB = atB + whole * stepB;
    CompareLoops.equal(a, nextA, stepA, b, nextB, stepB, y, to + whole, count - whole);
  }

  static void notEqual(
      float[] a, int atA, int stepA, float[] b, int atB, int stepB, float[] y, int to, int count) {
    int whole = Lanes.FLOATS.loopBound(count);
    for (int i = 0; i < whole; i += Lanes.COUNT) {
      FloatVector left = load(a, atA, stepA, i);
      FloatVector right = load(b, atB, stepB, i);
      Lanes.ZERO.blend(1f, left.compare(VectorOperators.NE, right)).intoArray(y, to + i);
    }
    int nextA = atA + whole * stepA;
    int nextB = atB + whole * stepB;
    CompareLoops.notEqual(a, nextA, stepA, b, nextB, stepB, y, to + whole, count - whole);
  }
}
