package dev.flambeau.optim;

import java.util.Arrays;

/**
 * The learning rate of each step, as a function of the step's number alone: so a run that is
 * resumed goes on with the same rates. Computed on the host in double, by {@link StrictMath}.
 *
 * <p>What is here has PyTorch's formulas ({@code torch.optim.lr_scheduler}), in their closed form;
 * a schedule of one's own is a lambda.
 */
@FunctionalInterface
public interface Schedule {
  /**
   * The rate of a step.
   *
   * @param base the optimizer's learning rate
   * @param step how many steps were taken before it
   */
  double rate(double base, long step);

  /** The optimizer's rate in every step. */
  static Schedule constant() {
    return (base, step) -> base;
  }

  /** A multiple of the optimizer's rate for so many steps, then the rate ({@code ConstantLR}). */
  static Schedule constant(double factor, long steps) {
    Hyperparameter.atLeast(0, "factor", factor);
    Hyperparameter.count(1, "steps", steps);
    return (base, step) -> step < steps ? base * factor : base;
  }

  /** From one multiple of the rate to another, in equal steps, and on there ({@code LinearLR}). */
  static Schedule linear(double from, double to, long steps) {
    Hyperparameter.atLeast(0, "from", from);
    Hyperparameter.atLeast(0, "to", to);
    Hyperparameter.count(1, "steps", steps);
    return (base, step) -> base * (from + (to - from) * Math.min(step, steps) / steps);
  }

  /** The rate times gamma, again each so many steps ({@code StepLR}). */
  static Schedule step(long every, double gamma) {
    Hyperparameter.count(1, "every", every);
    Hyperparameter.atLeast(0, "gamma", gamma);
    return (base, step) -> base * StrictMath.pow(gamma, step / every);
  }

  /** The rate times gamma, again from each of these steps on ({@code MultiStepLR}). */
  static Schedule multiStep(double gamma, long... milestones) {
    Hyperparameter.atLeast(0, "gamma", gamma);
    long[] at = milestones.clone();
    Arrays.stream(at).forEach(milestone -> Hyperparameter.count(1, "a milestone", milestone));
    return (base, step) ->
        base * StrictMath.pow(gamma, Arrays.stream(at).filter(one -> one <= step).count());
  }

  /** The rate times gamma, again each step ({@code ExponentialLR}). */
  static Schedule exponential(double gamma) {
    return step(1, gamma);
  }

  /** From the rate to 0 by a power of what is left of so many steps ({@code PolynomialLR}). */
  static Schedule polynomial(long steps, double power) {
    Hyperparameter.count(1, "steps", steps);
    Hyperparameter.atLeast(0, "power", power);
    return (base, step) -> base * StrictMath.pow(1 - (double) Math.min(step, steps) / steps, power);
  }

  /**
   * From the rate to the least by half a wave of the cosine in so many steps, and in as many back
   * ({@code CosineAnnealingLR}; I. Loshchilov, F. Hutter, SGDR, 2017).
   */
  static Schedule cosine(long steps, double least) {
    Hyperparameter.count(1, "steps", steps);
    Hyperparameter.atLeast(0, "least", least);
    return (base, step) -> wave(base, least, (double) step / steps);
  }

  /**
   * The half wave of {@link #cosine} over and over, each time so many times longer ({@code
   * CosineAnnealingWarmRestarts}).
   *
   * @param first the steps of the first one
   * @param times how many times longer each is than the one before
   */
  static Schedule cosineWithRestarts(long first, int times, double least) {
    Hyperparameter.count(1, "first", first);
    Hyperparameter.count(1, "times", times);
    Hyperparameter.atLeast(0, "least", least);
    return (base, step) -> {
      long begun = 0;
      long length = first;
      if (times == 1) {
        begun = step / first * first;
      } else {
        for (; step - begun >= length; length *= times) {
          begun += length;
        }
      }
      return wave(base, least, (double) (step - begun) / length);
    };
  }

  /**
   * Up to a rate and down to nearly 0 in so many steps, whatever the optimizer's is ({@code
   * OneCycleLR} with its defaults: from 1/25 of the highest, which is reached after 0.3 of the
   * steps, to 1/250,000; L. Smith, N. Topin, Super-Convergence, 2018). Steps beyond have the last
   * rate.
   */
  static Schedule oneCycle(double highest, long steps) {
    return oneCycle(highest, steps, 0.3, 25, 1e4);
  }

  /**
   * The same with all its numbers.
   *
   * @param rising the share of the steps in which the rate rises
   * @param first how many times the first rate is below the highest
   * @param last how many times the last rate is below the first
   */
  static Schedule oneCycle(double highest, long steps, double rising, double first, double last) {
    Hyperparameter.atLeast(0, "highest", highest);
    Hyperparameter.count(1, "steps", steps);
    Hyperparameter.atLeast(0, "rising", rising);
    Hyperparameter.atLeast(1, "first", first);
    Hyperparameter.atLeast(1, "last", last);
    if (rising > 1) {
      throw new OptimizerException("rising: must be at most 1, was given " + rising + ".");
    }
    double from = highest / first;
    double to = from / last;
    double top = rising * steps - 1;
    double end = steps - 1;
    return (base, step) -> {
      if (step <= top) {
        return wave(from, highest, top > 0 ? step / top : 1);
      }
      return end <= top ? to : wave(highest, to, Math.min(1, (step - top) / (end - top)));
    };
  }

  /** From one rate to another by half a wave of the cosine. */
  private static double wave(double from, double to, double part) {
    return to + (from - to) * (1 + StrictMath.cos(Math.PI * part)) / 2;
  }

  /**
   * This after a warm-up of so many steps, in which the rate rises in equal steps from a share of
   * this one's first.
   */
  default Schedule afterWarmUp(long steps, double from) {
    Schedule warmUp = linear(from, 1, steps);
    return (base, step) ->
        step < steps ? warmUp.rate(rate(base, 0), step) : rate(base, step - steps);
  }

  /** This for so many steps, then another from its beginning ({@code SequentialLR}). */
  default Schedule then(long steps, Schedule next) {
    Hyperparameter.count(1, "steps", steps);
    return (base, step) -> step < steps ? rate(base, step) : next.rate(base, step - steps);
  }

  /** Another one of this one's rate ({@code ChainedScheduler}, where both are multiples). */
  default Schedule times(Schedule other) {
    return (base, step) -> other.rate(rate(base, step), step);
  }
}
