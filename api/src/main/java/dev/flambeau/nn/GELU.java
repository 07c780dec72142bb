package dev.flambeau.nn;

import dev.flambeau.tensor.Tensor;

/** {@code x · Φ(x)}, Φ being the normal distribution, element by element. */
public final class GELU extends Layer {
  private final boolean isByTanh;

  /** By erf. */
  public GELU() {
    this(false);
  }

  private GELU(boolean isByTanh) {
    this.isByTanh = isByTanh;
  }

  /** What is near it, by tanh: PyTorch's {@code approximate="tanh"}. */
  public static GELU byTanh() {
    return new GELU(true);
  }

  @Override
  public Tensor forward(Tensor input) {
    return isByTanh ? input.geluTanh() : input.gelu();
  }
}
