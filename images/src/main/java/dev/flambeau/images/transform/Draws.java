package dev.flambeau.images.transform;

import dev.flambeau.op.Philox;

/**
 * The random numbers of one transform on one example in one epoch, in turn: docs/numerics.md,
 * "Random numbers". They depend on seed, epoch, the example's index and the transform's place
 * alone, and so on no order and no thread.
 */
public final class Draws {
  private static final int PLACE_BITS = 18;

  private final Philox random;
  private final long first;
  private int drawn;

  private Draws(Philox random, long first) {
    this.random = random;
    this.first = first;
  }

  /**
   * The numbers from the first on.
   *
   * @param example its index in the dataset, from 0
   * @param place the transform's place among others, from 0
   */
  public static Draws of(long seed, int epoch, int example, int place) {
    return new Draws(new Philox(seed, Philox.PICTURES, example, epoch), (long) place << PLACE_BITS);
  }

  private int word() {
    return random.word(first + drawn++);
  }

  /** The next number as a uniform in [0, 1): a multiple of 2⁻²⁴. */
  public float uniform() {
    return Philox.toUniform(word());
  }

  /** The next number as a uniform in [low, high): {@code low + (high − low) · u}, in double. */
  public double between(double low, double high) {
    return low + (high - low) * uniform();
  }

  /**
   * The next number as a whole one in [0, bound): the high word of u · bound.
   *
   * @param bound 1 or more
   */
  public int below(int bound) {
    return (int) (Integer.toUnsignedLong(word()) * bound >>> Integer.SIZE);
  }

  /** Whether the next uniform is below a probability. */
  public boolean chance(double probability) {
    return uniform() < probability;
  }
}
