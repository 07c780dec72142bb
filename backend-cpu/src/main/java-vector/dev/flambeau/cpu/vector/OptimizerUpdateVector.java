package dev.flambeau.cpu.vector;

import dev.flambeau.backend.View;
import dev.flambeau.cpu.memory.HostBuffer;
import dev.flambeau.cpu.parallel.OptimizerUpdateParallel;
import dev.flambeau.cpu.parallel.Workers;
import dev.flambeau.op.OptimizerUpdate;
import dev.flambeau.op.OptimizerUpdate.AdamUpdate;
import dev.flambeau.op.OptimizerUpdate.SgdUpdate;
import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Optimizer steps in one pass over the parameter: numerics.md, "Optimizer state". What fills no
 * vector at the end goes through scratch that does, since masks are slow on Java 17 below AVX-512.
 */
final class OptimizerUpdateVector {
  private static final int COST = 1;
  private static final float SMALLEST_STATE = (float) OptimizerUpdate.SMALLEST_STATE;

  private final Workers workers;

  OptimizerUpdateVector(Workers workers) {
    this.workers = workers;
  }

  void sgd(SgdUpdate op, List<View> inputs, List<View> outputs) {
    float rate = OptimizerUpdateParallel.scalar(inputs, 0);
    split(inputs, outputs, (from, into, count) -> sgd(op, rate, from, into, count));
  }

  void adam(AdamUpdate op, List<View> inputs, List<View> outputs) {
    float stepSize = OptimizerUpdateParallel.scalar(inputs, 0);
    float correction = OptimizerUpdateParallel.scalar(inputs, 1);
    split(
        inputs, outputs, (from, into, count) -> adam(op, stepSize, correction, from, into, count));
  }

  /** Updates some elements, as many as fill vectors. */
  private interface Update {
    void run(Elements[] inputs, Elements[] outputs, int count);
  }

  private void split(List<View> inputs, List<View> outputs, Update update) {
    int elements = outputs.get(0).type().elements();
    workers.split(
        elements,
        (long) elements * COST,
        (from, to) -> {
          int whole = Lanes.FLOATS.loopBound(to - from);
          update.run(elements(inputs, from), elements(outputs, from), whole);
          if (from + whole < to) {
            rest(inputs, outputs, from + whole, to - from - whole, update);
          }
        });
  }

  private static void rest(
      List<View> inputs, List<View> outputs, int from, int count, Update update) {
    Elements[] filled =
        Arrays.stream(elements(inputs.subList(0, inputs.size() - 1), from))
            .map(some -> some.filled(count))
            .toArray(Elements[]::new);
    update.run(filled, filled, Lanes.COUNT);
    Elements[] results = elements(outputs, from);
    for (int i = 0; i < results.length; i++) {
      System.arraycopy(filled[i].array, 0, results[i].array, results[i].offset, count);
    }
  }

  private static Elements[] elements(List<View> views, int from) {
    Elements[] elements = new Elements[views.size()];
    for (int i = 0; i < elements.length; i++) {
      View view = views.get(i);
      elements[i] = new Elements(HostBuffer.floats(view), view.offset() + from);
    }
    return elements;
  }

  private record Elements(float[] array, int offset) {
    FloatVector load(int i) {
      return FloatVector.fromArray(Lanes.FLOATS, array, offset + i);
    }

    void store(FloatVector x, int i) {
      x.intoArray(array, offset + i);
    }

    /** A copy of a few that fills a vector. */
    Elements filled(int count) {
      float[] copy = new float[Lanes.COUNT];
      System.arraycopy(array, offset, copy, 0, count);
      return new Elements(copy, 0);
    }
  }

  private static void sgd(
      SgdUpdate op, float rate, Elements[] inputs, Elements[] outputs, int count) {
    Elements ps = inputs[0];
    Elements gs = inputs[op.states()];
    for (int i = 0; i < count; i += Lanes.COUNT) {
      FloatVector p = ps.load(i);
      FloatVector step = decayed(op.weightDecay(), p, gs.load(i));
      if (op.momentum() != 0) {
        step = withoutSmall(repeat(op.momentum()).fma(inputs[1].load(i), step));
        outputs[1].store(step, i);
      }
      outputs[0].store(repeat(-rate).fma(step, p), i);
    }
  }

  private static void adam(
      AdamUpdate op,
      float stepSize,
      float correction,
      Elements[] inputs,
      Elements[] outputs,
      int count) {
    FloatVector beta1 = repeat(op.beta1());
    FloatVector beta2 = repeat(op.beta2());
    for (int i = 0; i < count; i += Lanes.COUNT) {
      FloatVector p = inputs[0].load(i);
      FloatVector g = decayed(op.weightDecay(), p, inputs[3].load(i));
      FloatVector m = withoutSmall(beta1.fma(inputs[1].load(i), g.mul(1 - op.beta1())));
      FloatVector v = withoutSmall(beta2.fma(inputs[2].load(i), g.mul(g).mul(1 - op.beta2())));
      FloatVector denominator = v.sqrt().div(correction).add(op.epsilon());
      outputs[1].store(m, i);
      outputs[2].store(v, i);
      outputs[0].store(repeat(-stepSize).fma(m.div(denominator), p), i);
    }
  }

  private static FloatVector decayed(float decay, FloatVector p, FloatVector g) {
    return decay == 0 ? g : repeat(decay).fma(p, g);
  }

  private static FloatVector withoutSmall(FloatVector state) {
    return state.blend(0f, state.abs().compare(VectorOperators.LT, SMALLEST_STATE));
  }

  private static FloatVector repeat(float value) {
    return FloatVector.broadcast(Lanes.FLOATS, value);
  }
}
