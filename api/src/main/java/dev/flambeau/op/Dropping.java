package dev.flambeau.op;

/**
 * Elements that are left out at random: of a tensor a, by uniform numbers b in [0, 1). What is left
 * is scaled so that the mean stays.
 *
 * @see "N. Srivastava, G. Hinton and others: Dropout: A Simple Way to Prevent Neural Networks from
 *     Overfitting, 2014"
 */
public sealed interface Dropping extends Composite.OfTwo {

  /** {@code b ≥ p ? a · scale : 0}. */
  record Dropout(double p, double scale) implements Dropping {
    /** That which leaves out each element with probability p. */
    public static Dropout of(double p) {
      Check.probability("dropout", p);
      return new Dropout(p, p == 1 ? 0 : 1 / (1 - p)); // 0, as infinity times 0 would be NaN
    }

    @Override
    public Value of(Value a, Value b) {
      return b.ge(p).where(a.mul(scale), 0);
    }
  }

  /**
   * {@code (b ≥ p ? a : −1.7580993408473766) · scale + shift}: what is left out becomes what {@code
   * selu} tends to, and variance stays as well.
   *
   * @see "G. Klambauer, T. Unterthiner, A. Mayr, S. Hochreiter: Self-Normalizing Neural Networks,
   *     2017"
   */
  record AlphaDropout(double p, double scale, double shift) implements Dropping {
    private static final double LIMIT = -1.7580993408473766;

    /** That which leaves out each element with probability p. */
    public static AlphaDropout of(double p) {
      Check.probability("alphaDropout", p);
      double scale = p == 1 ? 0 : 1 / Math.sqrt((1 - p) * (1 + p * LIMIT * LIMIT));
      return new AlphaDropout(p, scale, -scale * LIMIT * p);
    }

    @Override
    public Value of(Value a, Value b) {
      return b.ge(p).where(a, LIMIT).mul(scale).add(shift);
    }
  }
}
