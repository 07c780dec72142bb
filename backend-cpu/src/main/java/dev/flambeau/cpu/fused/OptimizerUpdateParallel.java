package dev.flambeau.cpu.fused;

import dev.flambeau.backend.View;
import dev.flambeau.backend.execution.LruCache;
import dev.flambeau.cpu.kernel.Kernel;
import dev.flambeau.cpu.thread.Workers;
import dev.flambeau.op.OptimizerUpdate;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An optimizer's step in one pass over all parameters, in place: the expression of its rule on
 * block after block of each, shared out over all of them at once.
 */
public final class OptimizerUpdateParallel implements Kernel.Preparation<OptimizerUpdate> {
  /** Nanoseconds that an element takes. */
  private static final int COST = 1;

  /** An update of parameters of one type. */
  private record Rule(OptimizerUpdate op, TensorType parameter) {}

  private final LruCache<Rule, FusedCode> known = new LruCache<>();
  private final Workers workers;
  private final FusedParallel fused;

  public OptimizerUpdateParallel(Workers workers, FusedParallel fused) {
    this.workers = workers;
    this.fused = fused;
  }

  /** The step of one parameter, whose results lie where it and its state do. */
  private FusedCode compiled(Rule rule) {
    int[] inPlace = IntStream.range(0, rule.op.states()).toArray();
    return fused.compile(rule.op.rule(rule.parameter), inPlace);
  }

  @Override
  public Runnable prepare(OptimizerUpdate op, List<View> inputs, List<View> outputs) {
    View scalars = inputs.get(inputs.size() - 1);
    List<View> numbers = new ArrayList<>();
    for (int i = 0; i < op.scalars(); i++) {
      numbers.add(
          new View(scalars.buffer(), scalars.offset() + i, scalars.type().with(Shape.SCALAR)));
    }
    List<FusedBlocks> parameters = new ArrayList<>();
    List<View> sizes = new ArrayList<>();
    for (List<View> operands : op.operands(inputs)) {
      List<View> tensors = new ArrayList<>(operands);
      tensors.addAll(numbers);
      tensors.addAll(operands.subList(0, op.states()));
      sizes.add(operands.get(0));
      FusedCode code = known.get(new Rule(op, operands.get(0).type()), this::compiled);
      parameters.add(fused.blocks(code, tensors));
    }
    return new TensorBlocks(sizes)
        .prepare(workers, COST, (parameter, from, to) -> parameters.get(parameter).run(from, to));
  }
}
