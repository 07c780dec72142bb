package dev.flambeau.op;

/**
 * Normal numbers of mean 0 and variance 1, of two uniform ones in [0, 1): {@code √(−2 · log(1 − a))
 * · cos(2π · b)}.
 *
 * @see "G. E. P. Box, M. E. Muller: A Note on the Generation of Random Normal Deviates, 1958"
 */
public record Normal() implements Composite.OfTwo {
  @Override
  public Value of(Value a, Value b) {
    return a.neg().add(1).log().mul(-2).sqrt().mul(b.mul(2 * Math.PI).cos());
  }
}
