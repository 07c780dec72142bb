package dev.flambeau.benchmarks.free;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Sums in whatever order is fastest. */
final class FreeOrder {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int COUNT = FLOATS.length();
  private static final FloatVector ZERO = FloatVector.zero(FLOATS);
  private static final FloatVector ONE = FloatVector.broadcast(FLOATS, 1f);

  private FreeOrder() {}

  /** The sum of some values, eight vectors at a time; their number is a multiple of that. */
  static float sum(float[] x) {
    FloatVector s0 = ZERO.broadcast(0f);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    FloatVector s4 = s0;
    FloatVector s5 = s0;
    FloatVector s6 = s0;
    FloatVector s7 = s0;
    for (int i = 0; i < x.length; i += 8 * COUNT) {
      s0 = ONE.fma(FloatVector.fromArray(FLOATS, x, i), s0);
      s1 = ONE.fma(FloatVector.fromArray(FLOATS, x, i + COUNT), s1);
      s2 = ONE.fma(FloatVector.fromArray(FLOATS, x, i + 2 * COUNT), s2);
      s3 = ONE.fma(FloatVector.fromArray(FLOATS, x, i + 3 * COUNT), s3);
      s4 = ONE.fma(FloatVector.fromArray(FLOATS, x, i + 4 * COUNT), s4);
      s5 = ONE.fma(FloatVector.fromArray(FLOATS, x, i + 5 * COUNT), s5);
      s6 = ONE.fma(FloatVector.fromArray(FLOATS, x, i + 6 * COUNT), s6);
      s7 = ONE.fma(FloatVector.fromArray(FLOATS, x, i + 7 * COUNT), s7);
    }
    float[] lanes = new float[8 * COUNT];
    s0.intoArray(lanes, 0);
    s1.intoArray(lanes, COUNT);
    s2.intoArray(lanes, 2 * COUNT);
    s3.intoArray(lanes, 3 * COUNT);
    s4.intoArray(lanes, 4 * COUNT);
    s5.intoArray(lanes, 5 * COUNT);
    s6.intoArray(lanes, 6 * COUNT);
    s7.intoArray(lanes, 7 * COUNT);
    float sum = 0;
    for (float lane : lanes) {
      sum += lane;
    }
    return sum;
  }

  /**
   * {@code c = a · bᵀ} by vectors along k, one row of a and five of b at a time: what the
   * contract's chain over k does not allow.
   */
  static void product(float[] a, float[] b, int rows, int columns, int depth, float[] c) {
    float[] lanes = new float[5 * COUNT];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j += 5) {
        fiveDots(a, i * depth, b, j * depth, depth, lanes);
        for (int d = 0; d < 5; d++) {
          c[i * columns + j + d] = tree(lanes, d * COUNT);
        }
      }
    }
  }

  private static void fiveDots(float[] a, int at, float[] b, int from, int depth, float[] lanes) {
    FloatVector s0 = ZERO.broadcast(0f);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    FloatVector s4 = s0;
    for (int k = 0; k < depth; k += COUNT) {
      FloatVector row = ZERO.add(FloatVector.fromArray(FLOATS, a, at + k));
      s0 = row.fma(FloatVector.fromArray(FLOATS, b, from + k), s0);
      s1 = row.fma(FloatVector.fromArray(FLOATS, b, from + depth + k), s1);
      s2 = row.fma(FloatVector.fromArray(FLOATS, b, from + 2 * depth + k), s2);
      s3 = row.fma(FloatVector.fromArray(FLOATS, b, from + 3 * depth + k), s3);
      s4 = row.fma(FloatVector.fromArray(FLOATS, b, from + 4 * depth + k), s4);
    }
    s0.intoArray(lanes, 0);
    s1.intoArray(lanes, COUNT);
    s2.intoArray(lanes, 2 * COUNT);
    s3.intoArray(lanes, 3 * COUNT);
    s4.intoArray(lanes, 4 * COUNT);
  }

  private static float tree(float[] x, int at) {
    for (int half = COUNT / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        x[at + i] += x[at + i + half];
      }
    }
    return x[at];
  }
}
