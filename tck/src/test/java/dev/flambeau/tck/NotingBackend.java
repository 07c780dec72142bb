package dev.flambeau.tck;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.Buffer;
import dev.flambeau.backend.ForwardingBackend;
import dev.flambeau.backend.PreparedOp;
import dev.flambeau.backend.View;
import dev.flambeau.op.DType;
import dev.flambeau.op.Fused;
import dev.flambeau.op.Op;
import java.util.ArrayList;
import java.util.List;

/** Notes the ops that it runs and prepares, and the memory that is taken. */
final class NotingBackend extends ForwardingBackend {
  final List<String> ran = new ArrayList<>();
  final List<String> prepared = new ArrayList<>();
  int buffers;

  NotingBackend(Backend backend) {
    super(backend);
  }

  private static String text(Op op) {
    return op instanceof Fused fused ? fused.toString() : op.name();
  }

  @Override
  public Buffer allocate(DType dtype, int elements) {
    buffers++;
    return super.allocate(dtype, elements);
  }

  @Override
  public void run(Op op, List<View> inputs, List<View> outputs) {
    ran.add(text(op));
    super.run(op, inputs, outputs);
  }

  @Override
  public PreparedOp prepare(Op op, List<View> inputs, List<View> outputs) {
    prepared.add(text(op));
    return super.prepare(op, inputs, outputs);
  }
}
