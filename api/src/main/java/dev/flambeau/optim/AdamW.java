package dev.flambeau.optim;

import dev.flambeau.nn.Parameter;
import java.util.List;

/**
 * {@link Adam} with weight decay apart from the gradient: {@code p ← (1 − lr·weightDecay)·p} first.
 *
 * @see "I. Loshchilov, F. Hutter: Decoupled Weight Decay Regularization, 2019"
 */
public final class AdamW {
  private AdamW() {}

  /** Begins an optimizer of these parameters: Adam's defaults, weight decay 0.01. */
  public static Adam over(List<Parameter> parameters) {
    return new Adam(parameters, 0.01, true);
  }
}
