package com.example.own;

import dev.flambeau.nn.Initializer;
import dev.flambeau.nn.Layer;
import dev.flambeau.nn.Parameter;
import dev.flambeau.tensor.Tensor;

/** {@code (x − mean) / √(variance + ε) · weight + bias} over the last axis. */
public final class LayerNorm extends Layer {
  private final double epsilon = 1e-5;
  private final Parameter weight;
  private final Parameter bias;

  public LayerNorm(int width) {
    weight = parameter("weight", Initializer.ones(), width);
    bias = parameter("bias", Initializer.zeros(), width);
  }

  @Override
  public Tensor forward(Tensor x) {
    int[] last = {x.shape().rank() - 1};
    Tensor centred = x.sub(x.mean(last, true));
    Tensor variance = centred.mul(centred).mean(last, true);
    return centred.div(variance.add(epsilon).sqrt()).fma(weight.tensor(), bias.tensor());
  }
}
