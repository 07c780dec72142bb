package dev.flambeau.optim;

import dev.flambeau.nn.Parameter;
import dev.flambeau.op.OptimizerUpdate.SgdUpdate;
import java.util.List;

/**
 * Stochastic gradient descent with momentum b and weight decay, as PyTorch has it: {@code g ← g +
 * weightDecay·p}, {@code b ← momentum·b + g}, {@code p ← p − lr·b}.
 */
public final class SGD extends Optimizer {
  /** Without momentum and weight decay. */
  public SGD(List<Parameter> parameters, float learningRate) {
    this(parameters, learningRate, 0, 0);
  }

  public SGD(List<Parameter> parameters, float learningRate, float momentum, float weightDecay) {
    super(parameters, new SgdUpdate(momentum, weightDecay), learningRate);
  }

  @Override
  float[] scalars(long step) {
    return new float[] {learningRate()};
  }
}
