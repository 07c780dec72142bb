package dev.flambeau.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flambeau.backend.View;
import dev.flambeau.backend.execution.Execution;
import dev.flambeau.op.DType;
import dev.flambeau.op.Elementwise;
import dev.flambeau.op.Op;
import dev.flambeau.op.Shape;
import dev.flambeau.op.Softmax;
import dev.flambeau.op.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How an op that a backend has no kernel for is run, one by one. */
class ExecutionTest {
  private static final TensorType TYPE = new TensorType(DType.FLOAT32, Shape.of(3, 4));

  /** What was run, how many buffers that took, and how many were left open. */
  private record Ran(List<String> ops, int buffers, int open) {}

  private static Ran ran(Op op, int times) {
    try (NotingBackend noting = new NotingBackend(PlanTest.cpu())) {
      View in = new View(noting.allocate(DType.FLOAT32, 12), 0, TYPE);
      View out = new View(noting.allocate(DType.FLOAT32, 12), 0, TYPE);
      noting.buffers = 0;
      for (int i = 0; i < times; i++) {
        Execution.run(noting, op, List.of(in), List.of(out));
      }
      return new Ran(noting.ran, noting.buffers, noting.memory().buffers());
    }
  }

  @Test
  void anExpressionAndASoftmaxAreOneOpAndTakeNoMemory() {
    for (Op op : List.of(Elementwise.of("swish", x -> x.mul(x.sigmoid())), new Softmax(1, false))) {
      Ran ran = ran(op, 3);
      List<String> kinds = ran.ops().stream().map(text -> text.split("\\[")[0]).toList();
      assertEquals(List.of("Fused", "Fused", "Fused"), kinds, op.name());
      assertEquals(0, ran.buffers(), op.name());
    }
  }

  @Test
  void unfusedTheirOpsFollowEachOtherAndGiveTheirMemoryBack() {
    System.setProperty("flambeau.fusion", "off");
    try {
      Ran ran = ran(new Softmax(1, false), 1);
      assertEquals(List.of("max", "sub", "exp", "sum", "div"), ran.ops());
      assertEquals(4, ran.buffers(), "all but the last, which is the result");
      assertEquals(2, ran.open(), "input and output");
    } finally {
      System.clearProperty("flambeau.fusion");
    }
  }
}
