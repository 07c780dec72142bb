package dev.flambeau.optim;

import dev.flambeau.op.Shape;
import dev.flambeau.tensor.HostTensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A rate that is reduced when what it is told of no longer gets better, as PyTorch's {@code
 * ReduceLROnPlateau} does it: {@link #observe} is called with a loss or an accuracy, once an epoch.
 *
 * <p>What it has seen is a state, so that a resumed run goes on alike: {@link #stateDict}.
 */
public final class ReduceOnPlateau implements Schedule {
  /** A reduction by less than this is left out. */
  private static final double LEAST_CHANGE = 1e-8;

  private static final String BEST = "best";
  private static final String BAD = "num_bad_epochs";
  private static final String COOLDOWN = "cooldown_counter";
  private static final String REDUCTIONS = "reductions";

  private final boolean higherIsBetter;
  private final double factor;
  private final int patience;
  private final int cooldown;
  private final double threshold;
  private final boolean isAbsolute;
  private final double least;

  private double best;
  private int bad;
  private int coolingDown;
  private int reductions;

  private ReduceOnPlateau(Builder builder) {
    higherIsBetter = builder.higherIsBetter;
    factor = builder.factor;
    patience = builder.patience;
    cooldown = builder.cooldown;
    threshold = builder.threshold;
    isAbsolute = builder.isAbsolute;
    least = builder.least;
    best = higherIsBetter ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
  }

  /** Begins one for what should become small, as a loss. */
  public static Builder ofLoss() {
    return new Builder(false);
  }

  /** Begins one for what should become large, as an accuracy. */
  public static Builder ofScore() {
    return new Builder(true);
  }

  /** Takes the latest value; NaN is no better than any. */
  public void observe(double value) {
    if (isBetter(value)) {
      best = value;
      bad = 0;
    } else {
      bad++;
    }
    if (coolingDown > 0) {
      coolingDown--;
      bad = 0;
    }
    if (bad > patience) {
      reductions++;
      coolingDown = cooldown;
      bad = 0;
    }
  }

  private boolean isBetter(double value) {
    double margin = isAbsolute ? threshold : best * threshold;
    if (Double.isInfinite(best)) {
      return higherIsBetter ? value > best : value < best;
    }
    return higherIsBetter ? value > best + margin : value < best - margin;
  }

  @Override
  public double rate(double base, long step) {
    double rate = base;
    for (int i = 0; i < reductions; i++) {
      double reduced = Math.max(rate * factor, least);
      rate = rate - reduced > LEAST_CHANGE ? reduced : rate;
    }
    return rate;
  }

  /** What it has seen: under PyTorch's names, and how often it has reduced the rate. */
  public Map<String, HostTensor> stateDict() {
    Map<String, HostTensor> state = new LinkedHashMap<>();
    state.put(BEST, HostTensor.of(new double[] {best}));
    state.put(BAD, HostTensor.of(new int[] {bad}));
    state.put(COOLDOWN, HostTensor.of(new int[] {coolingDown}));
    state.put(REDUCTIONS, HostTensor.of(new int[] {reductions}));
    return state;
  }

  /**
   * Goes on from a {@link #stateDict}.
   *
   * @throws OptimizerException if a number is missing or cannot be right; then nothing was loaded
   */
  public void loadStateDict(Map<String, ? extends HostTensor> state) {
    if (!(state.get(BEST) instanceof HostTensor.Doubles seen)
        || !seen.shape().equals(Shape.SCALAR)) {
      throw new OptimizerException("The state has no FLOAT64 of no axes called " + BEST + ".");
    }
    int newBad = count(state, BAD);
    int newCoolingDown = count(state, COOLDOWN);
    reductions = count(state, REDUCTIONS);
    bad = newBad;
    coolingDown = newCoolingDown;
    best = seen.values()[0];
  }

  private static int count(Map<String, ? extends HostTensor> state, String name) {
    if (state.get(name) instanceof HostTensor.Ints count
        && count.shape().equals(Shape.SCALAR)
        && count.values()[0] >= 0) {
      return count.values()[0];
    }
    throw new OptimizerException("The state has no count called " + name + ".");
  }

  /** The settings of a {@link ReduceOnPlateau}. */
  public static final class Builder {
    private final boolean higherIsBetter;
    private double factor = 0.1;
    private int patience = 10;
    private int cooldown;
    private double threshold = 1e-4;
    private boolean isAbsolute;
    private double least;

    private Builder(boolean higherIsBetter) {
      this.higherIsBetter = higherIsBetter;
    }

    /** What the rate is multiplied with, 0.1 unless told; in [0, 1). */
    public Builder factor(double value) {
      Hyperparameter.factor("factor", value);
      factor = value;
      return this;
    }

    /** How many values in a row may be no better, 10 unless told. */
    public Builder patience(int values) {
      Hyperparameter.count(0, "patience", values);
      patience = values;
      return this;
    }

    /** How many values after a reduction do not count, 0 unless told. */
    public Builder cooldown(int values) {
      Hyperparameter.count(0, "cooldown", values);
      cooldown = values;
      return this;
    }

    /** By which share of the best a value must be better, 1e-4 unless told. */
    public Builder threshold(double share) {
      Hyperparameter.atLeast(0, "threshold", share);
      threshold = share;
      isAbsolute = false;
      return this;
    }

    /** By how much a value must be better than the best. */
    public Builder absoluteThreshold(double difference) {
      Hyperparameter.atLeast(0, "absoluteThreshold", difference);
      threshold = difference;
      isAbsolute = true;
      return this;
    }

    /** The rate that is never fallen below, 0 unless told. */
    public Builder least(double rate) {
      Hyperparameter.atLeast(0, "least", rate);
      least = rate;
      return this;
    }

    /** The schedule. */
    public ReduceOnPlateau build() {
      return new ReduceOnPlateau(this);
    }
  }
}
