package dev.flambeau.cpu.parallel;

import dev.flambeau.backend.View;
import dev.flambeau.backend.execution.LruCache;
import dev.flambeau.cpu.fused.FusedParallel;
import dev.flambeau.cpu.kernel.Kernel;
import dev.flambeau.cpu.loop.BroadcastRuns;
import dev.flambeau.cpu.loop.ElementwiseLoops;
import dev.flambeau.cpu.loop.LoopGenerator;
import dev.flambeau.cpu.loop.Place;
import dev.flambeau.cpu.memory.HostBuffer;
import dev.flambeau.cpu.thread.Workers;
import dev.flambeau.op.DType;
import dev.flambeau.op.Fused;
import dev.flambeau.op.Graph;
import dev.flambeau.op.Op;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.Unary;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An elementwise op alone, run by run. Where truth is among its operands, by the kernel of fused
 * ones; of types that this does not take, by the kernel that it overrides.
 */
final class ElementwiseParallel<O extends Op> implements Kernel<O> {
  /** Nanoseconds that an element takes. */
  private static final int COST = 1;

  /** And of an op that may be a function. */
  private static final int FUNCTION_COST = 2;

  private static final float[] NO_REGISTERS = {};
  private static final int MOST_OPERANDS = 3;

  /** An op on operands of these types. */
  private record Use(Op op, List<TensorType> inputs) {}

  private final int cost;
  private final Workers workers;
  private final ElementwiseLoops loops;
  private final FusedParallel fused;
  private final Kernel<O> others;

  /**
   * By which operands are runs, a bit each. Two threads may make the same one, which is as good.
   */
  private final LoopGenerator.@Nullable Loop[] known =
      new LoopGenerator.@Nullable Loop[1 << MOST_OPERANDS];

  /** Uses with truth among their operands as fused ops, where these are taken. */
  private final LruCache<Use, Optional<Fused>> mixed = new LruCache<>();

  ElementwiseParallel(
      Class<O> op, Workers workers, ElementwiseLoops loops, FusedParallel fused, Kernel<O> others) {
    this.cost = Unary.class.isAssignableFrom(op) ? FUNCTION_COST : COST;
    this.workers = workers;
    this.loops = loops;
    this.fused = fused;
    this.others = others;
  }

  /** Little work on tensors of one shape is done without more ado. */
  @Override
  public void run(O op, List<View> inputs, List<View> outputs) {
    View output = outputs.get(0);
    int elements = output.type().elements();
    if (areAlike(inputs, output) && !workers.shares(elements, (long) elements * cost)) {
      int operands = inputs.size();
      Place[] places = new Place[operands + 1];
      for (int i = 0; i < operands; i++) {
        places[i] = Place.whole(inputs.get(i));
      }
      places[operands] = Place.whole(output);
      loop(op, operands, (1 << operands) - 1).run(places, NO_REGISTERS, 0, elements);
    } else {
      prepare(op, inputs, outputs).run();
    }
  }

  private static boolean areAlike(List<View> inputs, View output) {
    for (int i = 0; i < inputs.size(); i++) {
      if (!inputs.get(i).type().equals(output.type())) {
        return false;
      }
    }
    return output.type().dtype() == DType.FLOAT32;
  }

  @Override
  public Runnable prepare(O op, List<View> inputs, List<View> outputs) {
    return isOfFloats(inputs) && isOfFloats(outputs)
        ? ofFloats(op, inputs, outputs.get(0))
        : mixed(op, inputs, outputs);
  }

  private static boolean isOfFloats(List<View> views) {
    return views.stream().allMatch(view -> view.type().dtype() == DType.FLOAT32);
  }

  private Runnable ofFloats(O op, List<View> inputs, View output) {
    BroadcastRuns runs = BroadcastRuns.of(output, inputs);
    int operands = inputs.size();
    Place[] places = new Place[operands + 1];
    int areRuns = 0;
    for (int i = 0; i < operands; i++) {
      View input = inputs.get(i);
      places[i] = runs.place(i, HostBuffer.floats(input), input.offset());
      areRuns |= places[i].step() << i;
    }
    places[operands] = Place.whole(output);
    LoopGenerator.Loop loop = loop(op, operands, areRuns);
    return runs.prepare(
        workers, cost, (element, count) -> loop.run(places, NO_REGISTERS, element, count));
  }

  private LoopGenerator.Loop loop(O op, int operands, int areRuns) {
    LoopGenerator.Loop loop = known[areRuns];
    if (loop == null) {
      boolean[] each = new boolean[operands];
      for (int i = 0; i < operands; i++) {
        each[i] = (areRuns >> i & 1) == 1;
      }
      loop = loops.of(op, each);
      known[areRuns] = loop;
    }
    return loop;
  }

  private Runnable mixed(O op, List<View> inputs, List<View> outputs) {
    Use use = new Use(op, inputs.stream().map(View::type).toList());
    return mixed
        .get(use, this::alone)
        .map(alone -> fused.prepare(alone, inputs, outputs))
        .orElseGet(() -> others.prepare(op, inputs, outputs));
  }

  private Optional<Fused> alone(Use use) {
    return Optional.of(new Fused(Graph.of(use.op, use.inputs))).filter(fused::takes);
  }
}
