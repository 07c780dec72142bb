package dev.flambeau.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class GraphTest {
  private static final TensorType TYPE = new TensorType(DType.FLOAT32, Shape.of(3));

  /** Values 0 and 1 are inputs, 2 their sum, 3 its root, 4 their product. */
  private static Graph graph() {
    Graph.Builder graph = Graph.over(List.of(TYPE, TYPE));
    Value sum = graph.add(new Binary.Add(), graph.input(0), graph.input(1));
    Value root = graph.add(new Unary.Sqrt(), sum);
    return graph.build(graph.add(new Binary.Mul(), root, sum));
  }

  @Test
  void aPartHasItsOwnNumbers() {
    Graph graph = graph();
    Graph part = graph.part(graph.nodes().subList(1, 3), List.of(2), List.of(4, 3));
    assertEquals(List.of(TYPE), part.inputs());
    assertEquals(List.of(0), part.nodes().get(0).inputs());
    assertEquals(List.of(1, 0), part.nodes().get(1).inputs());
    assertEquals(List.of(2, 1), part.outputs());
  }

  @Test
  void aPartThatLacksAValueIsRefused() {
    Graph graph = graph();
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> graph.part(graph.nodes().subList(1, 3), List.of(0), List.of(4)))
            .getMessage();
    assertTrue(message.startsWith("part of a graph: sqrt reads values [2]"), message);
  }
}
