package com.example.own;

import dev.flambeau.nn.Module;
import dev.flambeau.tensor.Tensor;

/** Dropout by a mask that the batch brings: nothing happens in the mode for use. */
public final class MaskedDropout extends Module {
  private final double kept;

  public MaskedDropout(double rate) {
    kept = 1 - rate;
  }

  /** {@code x · mask / (1 − rate)} in training, else x. */
  public Tensor forward(Tensor x, Tensor mask) {
    return isTraining() ? x.mul(mask).mul(1 / kept) : x;
  }
}
