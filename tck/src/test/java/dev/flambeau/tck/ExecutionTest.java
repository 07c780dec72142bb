package dev.flambeau.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.Buffer;
import dev.flambeau.backend.ForwardingBackend;
import dev.flambeau.backend.View;
import dev.flambeau.backend.execution.Execution;
import dev.flambeau.op.DType;
import dev.flambeau.op.Elementwise;
import dev.flambeau.op.Op;
import dev.flambeau.op.Shape;
import dev.flambeau.op.Softmax;
import dev.flambeau.op.TensorType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How an op that a backend has no kernel for is run, one by one. */
class ExecutionTest {
  private static final TensorType TYPE = new TensorType(DType.FLOAT32, Shape.of(3, 4));

  /** Notes the ops that are run, and how much memory they take. */
  private static final class Noting extends ForwardingBackend {
    private final List<String> ops = new ArrayList<>();
    private int buffers;
    private int open;

    Noting(Backend backend) {
      super(backend);
    }

    @Override
    public Buffer allocate(DType dtype, int elements) {
      buffers++;
      return super.allocate(dtype, elements);
    }

    @Override
    public void run(Op op, List<View> inputs, List<View> outputs) {
      ops.add(op.name());
      super.run(op, inputs, outputs);
    }
  }

  private static Noting ran(Op op, int times) {
    try (Noting noting = new Noting(PlanTest.cpu())) {
      View in = new View(noting.allocate(DType.FLOAT32, 12), 0, TYPE);
      View out = new View(noting.allocate(DType.FLOAT32, 12), 0, TYPE);
      noting.buffers = 0;
      for (int i = 0; i < times; i++) {
        Execution.run(noting, op, List.of(in), List.of(out));
      }
      noting.open = noting.memory().buffers();
      return noting;
    }
  }

  @Test
  void anExpressionAndASoftmaxAreOneOpAndTakeNoMemory() {
    for (Op op : List.of(Elementwise.of("swish", x -> x.mul(x.sigmoid())), new Softmax(1, false))) {
      Noting noting = ran(op, 3);
      assertEquals(List.of("fused", "fused", "fused"), noting.ops, op.name());
      assertEquals(0, noting.buffers, op.name());
    }
  }

  @Test
  void unfusedTheirOpsFollowEachOtherAndGiveTheirMemoryBack() {
    System.setProperty("flambeau.fusion", "off");
    try {
      Noting noting = ran(new Softmax(1, false), 1);
      assertEquals(List.of("max", "sub", "exp", "sum", "div"), noting.ops);
      assertEquals(4, noting.buffers, "all but the last, which is the result");
      assertEquals(2, noting.open, "input and output");
    } finally {
      System.clearProperty("flambeau.fusion");
    }
  }
}
