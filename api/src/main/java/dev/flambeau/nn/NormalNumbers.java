package dev.flambeau.nn;

import dev.flambeau.op.Philox;

/**
 * Normal numbers on the host, with the bits of the op {@link dev.flambeau.op.Normal}: {@link
 * StrictMath}'s functions, rounded, are correctly rounded for all 2²⁴ uniform numbers, as a test
 * shows.
 */
final class NormalNumbers {
  private static final float TWO_PI = (float) (2 * Math.PI);

  /** More rounds than this are needed of no interval that is accepted. */
  private static final int MOST_ROUNDS = 100_000;

  private NormalNumbers() {}

  /** Fills an array with {@code mean + std · z}. */
  static void fill(float[] values, float mean, float std, Philox random) {
    Philox first = at(random, 0);
    Philox second = at(random, 1);
    for (int i = 0; i < values.length; i++) {
      values[i] = std * number(first.uniform(i), second.uniform(i)) + mean;
    }
  }

  /** The same, where each number is drawn again until it lies within bounds. */
  static void fillWithin(
      float[] values, float mean, float std, float low, float high, Philox random) {
    for (int i = 0; i < values.length; i++) {
      float value = Float.NaN;
      for (int round = 0; !(value >= low && value <= high); round++) {
        if (round == MOST_ROUNDS) {
          throw new ModelException(
              "truncatedNormal: no number was found between " + low + " and " + high + ".");
        }
        float first = at(random, 2 * round).uniform(i);
        value = std * number(first, at(random, 2 * round + 1).uniform(i)) + mean;
      }
      values[i] = value;
    }
  }

  private static Philox at(Philox random, int step) {
    return new Philox(random.seed(), random.stream(), random.op(), step);
  }

  /** That of two uniform numbers. */
  static float number(float a, float b) {
    return root(a) * wave(b);
  }

  /** {@code √(−2 · log(1 − a))}. */
  static float root(float a) {
    return (float) Math.sqrt((float) StrictMath.log(1 - a) * -2);
  }

  /** {@code cos(2π · b)}. */
  static float wave(float b) {
    return (float) StrictMath.cos(TWO_PI * b);
  }
}
