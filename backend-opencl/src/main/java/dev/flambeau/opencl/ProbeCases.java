package dev.flambeau.opencl;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Triples of floats, and what the contract's arithmetic makes of them: random bits, values near
 * each other so that sums cancel, and subnormals on the way in and out. The host's own arithmetic
 * is IEEE 754's, by Java's definition.
 */
record ProbeCases(float[] a, float[] b, float[] c) {
  /** How many results each triple has. */
  static final int RESULTS = 7;

  private static final int SIZE = 1 << 14;

  private static final String[] OPERATIONS = {
    "addition is not correctly rounded",
    "the product is not correctly rounded",
    "division is not correctly rounded",
    "the square root is not correctly rounded",
    "fma is not exact",
    "a product and a sum are contracted",
    "comparisons are not exact"
  };

  static ProbeCases make() {
    float[] a = new float[SIZE];
    float[] b = new float[SIZE];
    float[] c = new float[SIZE];
    long state = 0x9E3779B97F4A7C15L;
    for (int i = 0; i < SIZE; i++) {
      int[] bits = new int[3];
      for (int j = 0; j < 3; j++) {
        state = state * 6364136223846793005L + 1442695040888963407L; // Knuth's MMIX generator
        bits[j] = (int) (state >>> 32);
      }
      a[i] = float32(bits[0], i);
      b[i] = float32(bits[1], i / 4);
      c[i] = i % 3 == 0 ? -a[i] * b[i] : float32(bits[2], i / 16);
    }
    return new ProbeCases(a, b, c);
  }

  /** Of any bits, near 1, near the least normal number, or subnormal. */
  private static float float32(int bits, int kind) {
    int fraction = bits & 0x807fffff;
    return switch (kind & 3) {
      case 0 -> Float.intBitsToFloat(bits);
      case 1 -> Float.intBitsToFloat(fraction | 0x3f800000);
      case 2 -> Float.intBitsToFloat(fraction | (1 + (bits >>> 28 & 7)) << 23);
      default -> Float.intBitsToFloat(fraction);
    };
  }

  int size() {
    return a.length;
  }

  private float expected(int triple, int result) {
    float u = a[triple];
    float v = b[triple];
    return switch (result) {
      case 0 -> u + v;
      case 1 -> u * v;
      case 2 -> u / v;
      case 3 -> (float) Math.sqrt(u);
      case 4 -> Math.fma(u, v, c[triple]);
      case 5 -> u * v + c[triple];
      default -> (u < v ? 1 : 0) + (u == 0 ? 2 : 0);
    };
  }

  /** What differs, one line an operation, with how often and the first place. */
  List<String> differences(float[] found) {
    List<String> differences = new ArrayList<>();
    for (int result = 0; result < RESULTS; result++) {
      int wrong = 0;
      int first = -1;
      for (int i = 0; i < size(); i++) {
        if (!same(expected(i, result), found[i * RESULTS + result])) {
          first = wrong++ == 0 ? i : first;
        }
      }
      if (wrong > 0) {
        differences.add(describe(result, wrong, first, found[first * RESULTS + result]));
      }
    }
    return differences;
  }

  private String describe(int result, int wrong, int at, float found) {
    return String.format(
        Locale.ROOT,
        "%s (%d of %d wrong, the first for %a, %a, %a: %a, should be %a)",
        OPERATIONS[result],
        wrong,
        size(),
        a[at],
        b[at],
        c[at],
        found,
        expected(at, result));
  }

  private static boolean same(float expected, float found) {
    return Float.floatToIntBits(expected) == Float.floatToIntBits(found);
  }
}
