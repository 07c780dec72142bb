package dev.flambeau.tck;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.ForwardingBackend;
import dev.flambeau.backend.PreparedOp;
import dev.flambeau.backend.View;
import dev.flambeau.op.Graph;
import dev.flambeau.op.Op;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.Together;
import java.util.ArrayList;
import java.util.List;

/** Has a kernel for what comes together, as devices do that gain by it. */
final class Gathers extends ForwardingBackend {
  private final List<String> together = new ArrayList<>();

  Gathers(Backend backend) {
    super(backend);
  }

  /** What it was asked to do together. */
  List<String> together() {
    return together;
  }

  @Override
  public boolean supports(Op op, List<TensorType> inputs, List<TensorType> outputs) {
    return op instanceof Together several
        ? several.body().nodes().size() <= 3
        : super.supports(op, inputs, outputs);
  }

  @Override
  public PreparedOp prepare(Op op, List<View> inputs, List<View> outputs) {
    if (!(op instanceof Together several)) {
      return super.prepare(op, inputs, outputs);
    }
    together.add(several.toString());
    return () -> {
      for (Graph.Node node : several.body().nodes()) {
        List<View> operands = node.inputs().stream().map(inputs::get).toList();
        int first = node.firstOutput() - inputs.size();
        super.run(node.op(), operands, outputs.subList(first, first + node.outputs().size()));
      }
    };
  }
}
