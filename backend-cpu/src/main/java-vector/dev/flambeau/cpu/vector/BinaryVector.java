package dev.flambeau.cpu.vector;

import dev.flambeau.cpu.parallel.BinaryParallel;
import jdk.incubator.vector.FloatVector;

/**
 * Arithmetic on two runs, of which one may be a single number: vectors, then what is left one by
 * one. Each has loops of its own, since vectors are objects wherever the compiler does not see
 * which operation they meet.
 */
final class BinaryVector {
  private BinaryVector() {}

  static void add(
      float[] a, int atA, int stepA, float[] b, int atB, int stepB, float[] y, int to, int count) {
    int whole = stepA + stepB == 0 ? 0 : Lanes.FLOATS.loopBound(count);
    if (stepA == 0) {
      addRunAndNumber(b, atB, a, atA, y, to, whole); // either way round is the same
    } else if (stepB == 0) {
      addRunAndNumber(a, atA, b, atB, y, to, whole);
    } else {
      addRuns(a, atA, b, atB, y, to, whole);
    }
    int nextA = atA + whole * stepA;
    int nextB = atB + whole * stepB;
    BinaryParallel.add(a, nextA, stepA, b, nextB, stepB, y, to + whole, count - whole);
  }

  private static void addRuns(
      float[] a, int atA, float[] b, int atB, float[] y, int to, int count) {
    for (int i = 0; i < count; i += Lanes.COUNT) {
      Lanes.load(a, atA + i)
          .add(FloatVector.fromArray(Lanes.FLOATS, b, atB + i))
          .intoArray(y, to + i);
    }
  }

  private static void addRunAndNumber(
      float[] a, int atA, float[] b, int atB, float[] y, int to, int count) {
    FloatVector number = Lanes.ZERO.broadcast(b[atB]);
    for (int i = 0; i < count; i += Lanes.COUNT) {
      number.add(FloatVector.fromArray(Lanes.FLOATS, a, atA + i)).intoArray(y, to + i);
    }
  }

  static void sub(
      float[] a, int atA, int stepA, float[] b, int atB, int stepB, float[] y, int to, int count) {
    int whole = stepA + stepB == 0 ? 0 : Lanes.FLOATS.loopBound(count);
    if (stepA == 0) {
      subNumberAndRun(a, atA, b, atB, y, to, whole);
    } else if (stepB == 0) {
      subRunAndNumber(a, atA, b, atB, y, to, whole);
    } else {
      subRuns(a, atA, b, atB, y, to, whole);
    }
    int nextA = atA + whole * stepA;
    int nextB = atB + whole * stepB;
    BinaryParallel.sub(a, nextA, stepA, b, nextB, stepB, y, to + whole, count - whole);
  }

  private static void subRuns(
      float[] a, int atA, float[] b, int atB, float[] y, int to, int count) {
    for (int i = 0; i < count; i += Lanes.COUNT) {
      Lanes.load(a, atA + i)
          .sub(FloatVector.fromArray(Lanes.FLOATS, b, atB + i))
          .intoArray(y, to + i);
    }
  }

  private static void subRunAndNumber(
      float[] a, int atA, float[] b, int atB, float[] y, int to, int count) {
    FloatVector minus = Lanes.ZERO.broadcast(-b[atB]); // x − b = −b + x, and −b has a class
    for (int i = 0; i < count; i += Lanes.COUNT) {
      minus.add(FloatVector.fromArray(Lanes.FLOATS, a, atA + i)).intoArray(y, to + i);
    }
  }

  private static void subNumberAndRun(
      float[] a, int atA, float[] b, int atB, float[] y, int to, int count) {
    FloatVector number = Lanes.ZERO.broadcast(a[atA]);
    for (int i = 0; i < count; i += Lanes.COUNT) {
      number.sub(FloatVector.fromArray(Lanes.FLOATS, b, atB + i)).intoArray(y, to + i);
    }
  }

  static void mul(
      float[] a, int atA, int stepA, float[] b, int atB, int stepB, float[] y, int to, int count) {
    int whole = stepA + stepB == 0 ? 0 : Lanes.FLOATS.loopBound(count);
    if (stepA == 0) {
      mulRunAndNumber(b, atB, a, atA, y, to, whole); // either way round is the same
    } else if (stepB == 0) {
      mulRunAndNumber(a, atA, b, atB, y, to, whole);
    } else {
      mulRuns(a, atA, b, atB, y, to, whole);
    }
    int nextA = atA + whole * stepA;
    int nextB = atB + whole * stepB;
    BinaryParallel.mul(a, nextA, stepA, b, nextB, stepB, y, to + whole, count - whole);
  }

  private static void mulRuns(
      float[] a, int atA, float[] b, int atB, float[] y, int to, int count) {
    for (int i = 0; i < count; i += Lanes.COUNT) {
      Lanes.load(a, atA + i)
          .mul(FloatVector.fromArray(Lanes.FLOATS, b, atB + i))
          .intoArray(y, to + i);
    }
  }

  private static void mulRunAndNumber(
      float[] a, int atA, float[] b, int atB, float[] y, int to, int count) {
    FloatVector number = Lanes.ZERO.broadcast(b[atB]);
    for (int i = 0; i < count; i += Lanes.COUNT) {
      number.mul(FloatVector.fromArray(Lanes.FLOATS, a, atA + i)).intoArray(y, to + i);
    }
  }

  static void div(
      float[] a, int atA, int stepA, float[] b, int atB, int stepB, float[] y, int to, int count) {
    int whole = stepA + stepB == 0 ? 0 : Lanes.FLOATS.loopBound(count);
    if (stepA == 0) {
      divNumberAndRun(a, atA, b, atB, y, to, whole);
    } else if (stepB == 0) {
      divRunAndNumber(a, atA, b, atB, y, to, whole);
    } else {
      divRuns(a, atA, b, atB, y, to, whole);
    }
    int nextA = atA + whole * stepA;
    int nextB = atB + whole * stepB;
    BinaryParallel.div(a, nextA, stepA, b, nextB, stepB, y, to + whole, count - whole);
  }

  private static void divRuns(
      float[] a, int atA, float[] b, int atB, float[] y, int to, int count) {
    for (int i = 0; i < count; i += Lanes.COUNT) {
      Lanes.load(a, atA + i)
          .div(FloatVector.fromArray(Lanes.FLOATS, b, atB + i))
          .intoArray(y, to + i);
    }
  }

  private static void divRunAndNumber(
      float[] a, int atA, float[] b, int atB, float[] y, int to, int count) {
    FloatVector number = Lanes.ZERO.broadcast(b[atB]);
    for (int i = 0; i < count; i += Lanes.COUNT) {
      Lanes.load(a, atA + i).div(number).intoArray(y, to + i);
    }
  }

  private static void divNumberAndRun(
      float[] a, int atA, float[] b, int atB, float[] y, int to, int count) {
    FloatVector number = Lanes.ZERO.broadcast(a[atA]);
    for (int i = 0; i < count; i += Lanes.COUNT) {
      number.div(FloatVector.fromArray(Lanes.FLOATS, b, atB + i)).intoArray(y, to + i);
    }
  }
}
