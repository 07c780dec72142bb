package dev.flambeau.cpu.parallel;

import dev.flambeau.backend.View;
import dev.flambeau.cpu.function.Fma;
import dev.flambeau.cpu.memory.HostBuffer;
import dev.flambeau.op.OptimizerUpdate;
import dev.flambeau.op.OptimizerUpdate.AdamUpdate;
import dev.flambeau.op.OptimizerUpdate.SgdUpdate;
import java.util.List;

/**
 * Optimizer steps in one pass over all parameters, in place: numerics.md, "Optimizer state".
 *
 * <p>A block of a parameter, its state and its gradient at a time is copied to scratch that stays
 * in the first-level cache, updated there by short loops, and copied back. For HotSpot makes
 * vectors of a loop only if all its arrays are indexed alike, and never of one with a condition, so
 * that the one which drops what is too small stands apart.
 */
public final class OptimizerUpdateParallel {
  private static final int COST = 1;
  private static final float SMALLEST_STATE = (float) OptimizerUpdate.SMALLEST_STATE;

  /** Updates the first {@code count} elements: the parameter, its state and the gradient. */
  private interface Update {
    void run(float[][] block, int count);
  }

  private final Workers workers;

  /** A parameter, at most two states, a gradient. */
  private final Scratch<float[][]> scratch = new Scratch<>(() -> new float[4][TensorBlocks.SIZE]);

  OptimizerUpdateParallel(Workers workers) {
    this.workers = workers;
  }

  Runnable sgd(SgdUpdate op, List<View> inputs, List<View> outputs) {
    return update(op, inputs, (block, count) -> sgd(op, scalar(inputs, 0), block, count));
  }

  Runnable adam(AdamUpdate op, List<View> inputs, List<View> outputs) {
    return update(
        op, inputs, (block, count) -> adam(op, scalar(inputs, 0), scalar(inputs, 1), block, count));
  }

  /** The last input holds the numbers that change from step to step. */
  private static float scalar(List<View> inputs, int index) {
    View scalars = inputs.get(inputs.size() - 1);
    return HostBuffer.floats(scalars)[scalars.offset() + index];
  }

  private Runnable update(OptimizerUpdate op, List<View> inputs, Update update) {
    List<List<View>> all = op.operands(inputs);
    return new TensorBlocks(all.stream().map(operands -> operands.get(0)).toList())
        .prepare(
            workers, COST, (parameter, from, to) -> update(all.get(parameter), from, to, update));
  }

  private void update(List<View> operands, int from, int to, Update update) {
    float[][] block = scratch.take();
    int gradient = operands.size() - 1;
    for (int start = from; start < to; start += TensorBlocks.SIZE) {
      int count = Math.min(TensorBlocks.SIZE, to - start);
      for (int i = 0; i <= gradient; i++) {
        View view = operands.get(i);
        System.arraycopy(HostBuffer.floats(view), view.offset() + start, block[i], 0, count);
      }
      update.run(block, count);
      for (int i = 0; i < gradient; i++) {
        View view = operands.get(i);
        System.arraycopy(block[i], 0, HostBuffer.floats(view), view.offset() + start, count);
      }
    }
    scratch.give(block);
  }

  private static void sgd(SgdUpdate op, float rate, float[][] block, int count) {
    float[] p = block[0];
    float[] g = block[op.states()];
    addDecay(op.weightDecay(), p, g, count);
    float[] step = g;
    if (op.momentum() != 0) {
      step = block[1];
      for (int i = 0; i < count; i++) {
        step[i] = Fma.fma(op.momentum(), step[i], g[i]);
      }
      dropSmall(step, count);
    }
    for (int i = 0; i < count; i++) {
      p[i] = Fma.fma(-rate, step[i], p[i]);
    }
  }

  private static void adam(
      AdamUpdate op, float stepSize, float correction, float[][] block, int count) {
    float[] p = block[0];
    float[] m = block[1];
    float[] v = block[2];
    float[] g = block[3];
    addDecay(op.weightDecay(), p, g, count);
    average(op.beta1(), m, g, count);
    dropSmall(m, count);
    averageSquare(op.beta2(), v, g, count);
    dropSmall(v, count);
    float epsilon = op.epsilon();
    for (int i = 0; i < count; i++) {
      float denominator = (float) Math.sqrt(v[i]) / correction + epsilon;
      p[i] = Fma.fma(-stepSize, m[i] / denominator, p[i]);
    }
  }

  private static void addDecay(float decay, float[] p, float[] g, int count) {
    if (decay != 0) {
      for (int i = 0; i < count; i++) {
        g[i] = Fma.fma(decay, p[i], g[i]);
      }
    }
  }

  private static void average(float beta, float[] m, float[] g, int count) {
    float rest = 1 - beta;
    for (int i = 0; i < count; i++) {
      m[i] = Fma.fma(beta, m[i], rest * g[i]);
    }
  }

  private static void averageSquare(float beta, float[] v, float[] g, int count) {
    float rest = 1 - beta;
    for (int i = 0; i < count; i++) {
      v[i] = Fma.fma(beta, v[i], rest * (g[i] * g[i]));
    }
  }

  private static void dropSmall(float[] state, int count) {
    for (int i = 0; i < count; i++) {
      if (Math.abs(state[i]) < SMALLEST_STATE) {
        state[i] = 0f;
      }
    }
  }
}
