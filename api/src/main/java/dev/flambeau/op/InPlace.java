package dev.flambeau.op;

import java.util.List;

/** Rules without state, for tensors that are no parameters: PyTorch's verbs with an underscore. */
public sealed interface InPlace extends UpdateRule {

  /** Rules that read no second tensor. */
  sealed interface OfItself extends InPlace {
    @Override
    default boolean readsGradient() {
      return false;
    }
  }

  /** {@code p' = g}, bit by bit: how a step that is captured sets what a layer keeps. */
  record Assign() implements InPlace {
    @Override
    public Value step(UpdateStep step) {
      return step.gradient();
    }
  }

  /** {@code p' = g + p}. */
  record AddTo() implements InPlace {
    @Override
    public Value step(UpdateStep step) {
      return step.gradient().add(step.parameter());
    }
  }

  /**
   * {@code p' = fma(1 − share, p, share · g)}, +0 where it is smaller than 2⁻¹⁰⁰ in magnitude: how
   * a running mean follows; the share is a number on the device.
   */
  record MoveTowards() implements InPlace {
    @Override
    public List<String> numbers() {
      return List.of("share");
    }

    @Override
    public Value step(UpdateStep step) {
      Value share = step.number("share");
      Value kept = share.neg().add(1);
      return UpdateStep.withoutSubnormals(kept.fma(step.parameter(), share.mul(step.gradient())));
    }
  }

  /** {@code p' = p · factor}, the factor a number on the device. */
  record Scale() implements OfItself {
    @Override
    public List<String> numbers() {
      return List.of("factor");
    }

    @Override
    public Value step(UpdateStep step) {
      return step.parameter().mul(step.number("factor"));
    }
  }

  /** {@code p' = p / divisor}. */
  record DivideBy(float divisor) implements OfItself {
    @Override
    public Value step(UpdateStep step) {
      return step.parameter().div(divisor);
    }
  }

  /** {@code p' = clamp(p, −limit, limit)}. */
  record ClampTo(float limit) implements OfItself {
    @Override
    public Value step(UpdateStep step) {
      return new Arithmetic.Clamp(-limit, limit).of(step.parameter());
    }
  }
}
