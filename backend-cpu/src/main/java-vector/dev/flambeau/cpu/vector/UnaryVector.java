package dev.flambeau.cpu.vector;

import dev.flambeau.cpu.parallel.UnaryParallel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Elementwise ops on one tensor: vectors, then what is left one by one. */
final class UnaryVector {
  private UnaryVector() {}

  /** Changes the sign. */
  static void neg(float[] source, int at, float[] y, int to, int count) {
    int whole = Lanes.FLOATS.loopBound(count);
    for (int i = 0; i < whole; i += Lanes.COUNT) {
      FloatVector x = Lanes.load(source, at + i);
      x.neg().intoArray(y, to + i);
    }
    UnaryParallel.neg(source, at + whole, y, to + whole, count - whole);
  }

  /** numerics.md: {@code x <= 0 ? 0 : x}. */
  static void relu(float[] source, int at, float[] y, int to, int count) {
    int whole = Lanes.FLOATS.loopBound(count);
    for (int i = 0; i < whole; i += Lanes.COUNT) {
      FloatVector x = Lanes.load(source, at + i);
      x.blend(0f, x.compare(VectorOperators.LE, 0f)).intoArray(y, to + i);
    }
    UnaryParallel.relu(source, at + whole, y, to + whole, count - whole);
  }

  /** Correctly rounded, as the instruction is. */
  static void sqrt(float[] source, int at, float[] y, int to, int count) {
    int whole = Lanes.FLOATS.loopBound(count);
    for (int i = 0; i < whole; i += Lanes.COUNT) {
      FloatVector x = Lanes.load(source, at + i);
      x.sqrt().intoArray(y, to + i);
    }
    UnaryParallel.sqrt(source, at + whole, y, to + whole, count - whole);
  }
}
