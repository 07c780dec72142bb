package dev.flambeau.cpu.parallel;

import dev.flambeau.backend.View;
import dev.flambeau.cpu.kernel.Kernel;
import dev.flambeau.op.Fused;
import dev.flambeau.op.Graph;
import dev.flambeau.op.Op;
import dev.flambeau.op.Value;
import java.util.List;

/**
 * An elementwise op alone, by the kernel of fused ones; of types that this does not take, by the
 * kernel that it overrides.
 */
final class AloneParallel<O extends Op> implements Kernel.Preparation<O> {
  private final FusedParallel fused;
  private final Kernel<O> others;

  AloneParallel(FusedParallel fused, Kernel<O> others) {
    this.fused = fused;
    this.others = others;
  }

  @Override
  public Runnable prepare(O op, List<View> inputs, List<View> outputs) {
    Graph.Builder body = Graph.over(inputs.stream().map(View::type).toList());
    Value[] operands = new Value[inputs.size()];
    for (int i = 0; i < operands.length; i++) {
      operands[i] = body.input(i);
    }
    Fused alone = new Fused(body.build(body.add(op, operands)));
    return fused.takes(alone)
        ? fused.prepare(alone, inputs, outputs)
        : others.prepare(op, inputs, outputs);
  }
}
