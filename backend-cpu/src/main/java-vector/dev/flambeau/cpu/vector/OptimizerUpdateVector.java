package dev.flambeau.cpu.vector;

import dev.flambeau.backend.View;
import dev.flambeau.cpu.memory.HostBuffer;
import dev.flambeau.cpu.parallel.Scratch;
import dev.flambeau.cpu.parallel.TensorBlocks;
import dev.flambeau.cpu.parallel.Workers;
import dev.flambeau.op.OptimizerUpdate;
import dev.flambeau.op.OptimizerUpdate.AdamUpdate;
import dev.flambeau.op.OptimizerUpdate.SgdUpdate;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Optimizer steps in one pass over all parameters, in place: numerics.md, "Optimizer state". What
 * fills no vector at a parameter's end goes through scratch that does, since masks are slow on Java
 * 17 below AVX-512.
 */
final class OptimizerUpdateVector {
  private static final int COST = 1;
  private static final float SMALLEST_STATE = (float) OptimizerUpdate.SMALLEST_STATE;

  private final Workers workers;

  /** A parameter, at most two states and a gradient: a vector of each. */
  private final Scratch<Elements> rests =
      new Scratch<>(() -> new Elements(new float[4][Lanes.COUNT], new int[4]));

  OptimizerUpdateVector(Workers workers) {
    this.workers = workers;
  }

  Runnable sgd(SgdUpdate op, List<View> inputs, List<View> outputs) {
    Elements scalars = Elements.of(inputs.subList(inputs.size() - 1, inputs.size()));
    return split(op, inputs, (all, from, count) -> sgd(op, scalars.get(0), all, from, count));
  }

  Runnable adam(AdamUpdate op, List<View> inputs, List<View> outputs) {
    Elements scalars = Elements.of(inputs.subList(inputs.size() - 1, inputs.size()));
    return split(
        op,
        inputs,
        (all, from, count) -> adam(op, scalars.get(0), scalars.get(1), all, from, count));
  }

  /** Updates so many elements, as many as fill vectors. */
  private interface Update {
    void run(Elements operands, int from, int count);
  }

  private Runnable split(OptimizerUpdate op, List<View> inputs, Update update) {
    List<List<View>> views = op.operands(inputs);
    List<Elements> all = views.stream().map(Elements::of).toList();
    return new TensorBlocks(views.stream().map(operands -> operands.get(0)).toList())
        .prepare(
            workers,
            COST,
            (parameter, from, to) -> {
              Elements operands = all.get(parameter);
              int whole = Lanes.FLOATS.loopBound(to - from);
              update.run(operands, from, whole);
              if (from + whole < to) {
                rest(operands, from + whole, to - from - whole, update);
              }
            });
  }

  private void rest(Elements operands, int from, int count, Update update) {
    Elements filled = rests.take();
    int gradient = operands.arrays.length - 1;
    for (int i = 0; i <= gradient; i++) {
      System.arraycopy(operands.arrays[i], operands.offsets[i] + from, filled.arrays[i], 0, count);
    }
    update.run(filled, 0, Lanes.COUNT);
    for (int i = 0; i < gradient; i++) {
      System.arraycopy(filled.arrays[i], 0, operands.arrays[i], operands.offsets[i] + from, count);
    }
    rests.give(filled);
  }

  /** Tensors of one shape: where each begins. */
  private record Elements(float[][] arrays, int[] offsets) {
    static Elements of(List<View> views) {
      return new Elements(
          views.stream().map(HostBuffer::floats).toArray(float[][]::new),
          views.stream().mapToInt(View::offset).toArray());
    }

    /** An element of the first one. */
    float get(int index) {
      return arrays[0][offsets[0] + index];
    }
  }

  private static void sgd(SgdUpdate op, float rate, Elements all, int from, int count) {
    float[] p = all.arrays[0];
    int atP = all.offsets[0] + from;
    float[] g = all.arrays[op.states()];
    int atG = all.offsets[op.states()] + from;
    FloatVector back = Lanes.ZERO.broadcast(-rate);
    if (op.momentum() == 0) {
      for (int i = 0; i < count; i += Lanes.COUNT) {
        FloatVector old = Lanes.load(p, atP + i);
        FloatVector step = decayed(op.weightDecay(), old, Lanes.load(g, atG + i));
        back.fma(step, old).intoArray(p, atP + i);
      }
      return;
    }
    float[] b = all.arrays[1];
    int atB = all.offsets[1] + from;
    FloatVector momentum = Lanes.ZERO.broadcast(op.momentum());
    for (int i = 0; i < count; i += Lanes.COUNT) {
      FloatVector old = Lanes.load(p, atP + i);
      FloatVector gradient = decayed(op.weightDecay(), old, Lanes.load(g, atG + i));
      FloatVector step = withoutSmall(momentum.fma(Lanes.load(b, atB + i), gradient));
      step.intoArray(b, atB + i);
      back.fma(step, old).intoArray(p, atP + i);
    }
  }

  private static void adam(
      AdamUpdate op, float stepSize, float correction, Elements all, int from, int count) {
    float[] ps = all.arrays[0];
    float[] ms = all.arrays[1];
    float[] vs = all.arrays[2];
    float[] gs = all.arrays[3];
    int atP = all.offsets[0] + from;
    int atM = all.offsets[1] + from;
    int atV = all.offsets[2] + from;
    int atG = all.offsets[3] + from;
    FloatVector beta1 = Lanes.ZERO.broadcast(op.beta1());
    FloatVector beta2 = Lanes.ZERO.broadcast(op.beta2());
    FloatVector back = Lanes.ZERO.broadcast(-stepSize);
    for (int i = 0; i < count; i += Lanes.COUNT) {
      FloatVector p = Lanes.load(ps, atP + i);
      FloatVector g = decayed(op.weightDecay(), p, Lanes.load(gs, atG + i));
      FloatVector m = withoutSmall(beta1.fma(Lanes.load(ms, atM + i), g.mul(1 - op.beta1())));
      FloatVector v = Lanes.load(vs, atV + i);
      v = withoutSmall(beta2.fma(v, g.mul(g).mul(1 - op.beta2())));
      FloatVector denominator = v.sqrt().div(correction).add(op.epsilon());
      m.intoArray(ms, atM + i);
      v.intoArray(vs, atV + i);
      back.fma(m.div(denominator), p).intoArray(ps, atP + i);
    }
  }

  private static FloatVector decayed(float decay, FloatVector p, FloatVector g) {
    return decay == 0 ? g : Lanes.ZERO.broadcast(decay).fma(p, g);
  }

  private static FloatVector withoutSmall(FloatVector state) {
    return state.blend(0f, state.abs().compare(VectorOperators.LT, SMALLEST_STATE));
  }
}
