package dev.flambeau.op;

/**
 * The loss of each element: of an output a against its target b, and where there is a third input,
 * c. With PyTorch's values, and finite gradients wherever PyTorch has some.
 */
public sealed interface LossTerm extends Composite {

  /** {@code (a − b)²}. */
  record SquaredError() implements OfPair {
    @Override
    public Value of(Value a, Value b) {
      Value d = a.sub(b);
      return d.mul(d);
    }
  }

  /** {@code |a − b|}. */
  record AbsoluteError() implements OfPair {
    @Override
    public Value of(Value a, Value b) {
      return a.sub(b).abs();
    }
  }

  /** {@code d = |a − b|; d < beta ? d² / (2 beta) : d − beta / 2}, for a beta above 0. */
  record SmoothL1(double beta) implements OfPair {
    @Override
    public Value of(Value a, Value b) {
      Value d = a.sub(b).abs();
      Value half = a.constant(beta).mul(0.5);
      return d.lt(beta).where(d.mul(0.5).mul(d).div(beta), d.sub(half));
    }
  }

  /** {@code d = |a − b|; d < delta ? d² / 2 : delta · (d − delta / 2)}. */
  record Huber(double delta) implements OfPair {
    @Override
    public Value of(Value a, Value b) {
      Value d = a.sub(b).abs();
      Value half = a.constant(delta).mul(0.5);
      return d.lt(delta).where(d.mul(0.5).mul(d), d.sub(half).mul(delta));
    }
  }

  /**
   * {@code −(b · log a + (1 − b) · log(1 − a))} of a probability a, no logarithm below −100. Its
   * gradient of a is {@code g · (a − b) / max((1 − a) · a, 1e-12)}.
   */
  record BinaryCrossEntropy() implements OfPair {
    private static final double LEAST = -100;

    @Override
    public Value of(Value a, Value b) {
      return b.sub(1).mul(notLess(a.neg().log1p(), LEAST)).sub(b.mul(notLess(a.log(), LEAST)));
    }

    /** How it grows with the target. */
    public static Value ofTarget(Value a) {
      return notLess(a.neg().log1p(), LEAST).sub(notLess(a.log(), LEAST));
    }

    /** How it grows with the probability. */
    public static Value ofProbability(Value a, Value b) {
      return a.sub(b).div(notLess(a.constant(1).sub(a).mul(a), 1e-12));
    }
  }

  /**
   * The same of {@code sigmoid a}, where neither end overflows: {@code (1 − b) · a + softplus(−a)}.
   */
  record BinaryCrossEntropyWithLogits() implements OfPair {
    @Override
    public Value of(Value a, Value b) {
      return b.neg().add(1).mul(a).add(Activation.softplus(a.neg()));
    }
  }

  /** The same with positive answers weighted by c: {@code (1 − b) · a + (1 + (c − 1) · b) · …}. */
  record WeightedCrossEntropyWithLogits() implements OfTriple {
    @Override
    public Value of(Value a, Value b, Value c) {
      return b.neg().add(1).mul(a).add(weight(b, c).mul(Activation.softplus(a.neg())));
    }

    /** {@code 1 + (c − 1) · b}. */
    public static Value weight(Value b, Value c) {
      return c.sub(1).mul(b).add(1);
    }
  }

  /** {@code b · (log b − a)} of the logarithm a of a probability, and 0 for b = 0. */
  record KlDivergence() implements OfPair {
    @Override
    public Value of(Value a, Value b) {
      return b.mul(b.eq(0).where(1, b).log()).sub(b.mul(a));
    }
  }

  /** {@code exp b · (b − a)} of two logarithms of probabilities. */
  record KlDivergenceOfLogs() implements OfPair {
    @Override
    public Value of(Value a, Value b) {
      return b.exp().mul(b.sub(a));
    }
  }

  /** {@code exp a − b · a} of the logarithm a of a rate and a count b. */
  record PoissonNll() implements OfPair {
    @Override
    public Value of(Value a, Value b) {
      return a.exp().sub(b.mul(a));
    }
  }

  /** {@code a − b · log(a + epsilon)} of a rate a and a count b. */
  record PoissonNllOfRates(double epsilon) implements OfPair {
    @Override
    public Value of(Value a, Value b) {
      return a.sub(b.mul(a.add(epsilon).log()));
    }
  }

  /** Stirling's approximation of {@code log x!} for a count above 1, else 0. */
  record StirlingTerm() implements LossTerm, Composite.OfOne {
    @Override
    public Value of(Value x) {
      Value n = x.gt(1).where(x, 1);
      Value rest = n.mul(2 * Math.PI).log().mul(0.5);
      return x.gt(1).where(n.mul(n.log()).sub(n).add(rest), 0);
    }
  }

  /** {@code (log v + (a − b)² / v) / 2} for a variance v that is c, or epsilon where c is less. */
  record GaussianNll(double epsilon) implements OfTriple {
    @Override
    public Value of(Value a, Value b, Value c) {
      Value variance = notLess(c, epsilon);
      Value d = a.sub(b);
      return variance.log().add(d.mul(d).div(variance)).mul(0.5);
    }
  }

  /** {@code b = 1 ? a : max(0, margin − a)}, for a b of 1 or −1. */
  record HingeEmbedding(double margin) implements OfPair {
    @Override
    public Value of(Value a, Value b) {
      Value apart = b.ne(1).where(notLess(a.neg().add(margin), 0), 0);
      return apart.add(b.ne(-1).where(a, 0));
    }
  }

  /** {@code max(0, −c · (a − b) + margin)}: 0 where a is above b by the margin, for a c of 1. */
  record MarginRanking(double margin) implements OfTriple {
    @Override
    public Value of(Value a, Value b, Value c) {
      return notLess(c.neg().mul(a.sub(b)).add(margin), 0);
    }
  }

  /** A loss of two inputs. */
  sealed interface OfPair extends LossTerm, Composite.OfTwo {}

  /** A loss of three inputs. */
  sealed interface OfTriple extends LossTerm, Composite.OfThree {}

  private static Value notLess(Value x, double least) {
    return x.lt(least).where(least, x);
  }
}
