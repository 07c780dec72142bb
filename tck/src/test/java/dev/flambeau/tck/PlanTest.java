package dev.flambeau.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.BackendOptions;
import dev.flambeau.backend.Backends;
import dev.flambeau.backend.View;
import dev.flambeau.backend.execution.Plan;
import dev.flambeau.op.Binary;
import dev.flambeau.op.Contraction.MatMul;
import dev.flambeau.op.CrossEntropy.SoftmaxCrossEntropy;
import dev.flambeau.op.CrossEntropy.SoftmaxCrossEntropyGradient;
import dev.flambeau.op.DType;
import dev.flambeau.op.Graph;
import dev.flambeau.op.Movement;
import dev.flambeau.op.Normalization.Normalize;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.Unary;
import dev.flambeau.op.Value;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a plan makes of ops that come together or follow from each other. */
class PlanTest {
  static Backend cpu() {
    Backends backends = Backends.discover();
    return backends.open(backends.find("cpu"), BackendOptions.defaults().withThreads(1));
  }

  private static View view(Backend backend, TensorType type) {
    return new View(backend.allocate(type.dtype(), type.elements()), 0, type);
  }

  /** A layer's backward pass, with a view of its bias's gradient, and then what reads two of it. */
  @Test
  void productsThatDoNotDependOnEachOtherComeTogether() {
    TensorType square = new TensorType(DType.FLOAT32, Shape.of(4, 4));
    TensorType column = new TensorType(DType.FLOAT32, Shape.of(4, 1));
    Graph.Builder graph = Graph.over(List.of(square, square, column));
    MatMul overRows = new MatMul(true, false);
    Value g = graph.input(0);
    Value weight = graph.add(overRows, g, graph.input(1));
    Value bias = graph.add(overRows, graph.input(2), g);
    Value flat = graph.add(new Movement.Reshape(Shape.of(4)), bias);
    Value input = graph.add(new MatMul(false, false), g, graph.input(1));
    Value next = graph.add(overRows, input, weight);
    Value last = graph.add(new Binary.Add(), next, flat);
    try (Gathers gathers = new Gathers(cpu())) {
      List<View> inputs =
          Stream.of(square, square, column).map(type -> view(gathers, type)).toList();
      List<View> outputs = List.of(view(gathers, square), view(gathers, square));
      Plan.fusing(gathers, graph.build(last, input), inputs, outputs).close();
      List<MatMul> layer = List.of(overRows, overRows, new MatMul(false, false));
      assertEquals(List.of(layer.toString()), gathers.together());
    }
  }

  /** What a plan prepares of a loss, of what may read it, and of its gradient. */
  private static List<String> losses(boolean readsInBetween) {
    TensorType logits = new TensorType(DType.FLOAT32, Shape.of(4, 3));
    TensorType labels = new TensorType(DType.INT32, Shape.of(4));
    TensorType number = new TensorType(DType.FLOAT32, Shape.SCALAR);
    Graph.Builder graph = Graph.over(List.of(logits, labels, number));
    List<Value> loss = graph.addAll(new SoftmaxCrossEntropy(), graph.input(0), graph.input(1));
    Value g = readsInBetween ? loss.get(0) : graph.input(2);
    Value gradient = g.then(new SoftmaxCrossEntropyGradient(), loss.get(1), graph.input(1));
    try (NotingBackend noting = new NotingBackend(cpu())) {
      List<View> inputs =
          Stream.of(logits, labels, number).map(type -> view(noting, type)).toList();
      List<View> outputs = Stream.of(number, logits).map(type -> view(noting, type)).toList();
      Plan.fusing(noting, graph.build(loss.get(0), gradient), inputs, outputs).close();
      return noting.prepared;
    }
  }

  @Test
  void aLossAndItsGradientArePassedOverOnceUnlessTheGradientWaitsForTheLoss() {
    assertEquals(3, losses(false).size(), "the kept rows, all rows, their sum: " + losses(false));
    assertEquals(0, productsApart(losses(false)), "the gradient is made with the loss");
    assertEquals(1, productsApart(losses(true)), "the gradient comes after the sum");
  }

  /** Ops that multiply and take no exponential: those of a gradient by itself. */
  private static long productsApart(List<String> ops) {
    return ops.stream().filter(op -> op.contains("Mul") && !op.contains("Exp")).count();
  }

  /** relu(x + x) · x, and a product of it: what a plan of it prepares, and in how many buffers. */
  private static NotingBackend plan() {
    TensorType type = new TensorType(DType.FLOAT32, Shape.of(8));
    Graph.Builder graph = Graph.over(List.of(type));
    Value x = graph.input(0);
    Value chain =
        graph.add(
            new Binary.Mul(), graph.add(new Unary.Relu(), graph.add(new Binary.Add(), x, x)), x);
    NotingBackend noting = new NotingBackend(cpu());
    View in = new View(noting.allocate(DType.FLOAT32, 8), 0, type);
    View out = new View(noting.allocate(DType.FLOAT32, 8), 0, type);
    noting.buffers = 0;
    Plan.fusing(noting, graph.build(chain), List.of(in), List.of(out)).close();
    noting.close();
    return noting;
  }

  @Test
  void aChainBecomesOneOpWithoutMemoryOfItsOwn() {
    NotingBackend noting = plan();
    assertEquals(List.of("Fused[Add, Relu, Mul]"), noting.prepared);
    assertEquals(0, noting.buffers);
  }

  /**
   * What a plan prepares of a norm over axes of images of so many columns, with a weight and bias.
   */
  private static List<String> norm(int columns, List<Integer> axes) {
    TensorType type = new TensorType(DType.FLOAT32, Shape.of(4, 3, columns));
    TensorType weight = new TensorType(DType.FLOAT32, Shape.of(3, columns));
    Graph.Builder graph = Graph.over(List.of(type, weight, weight));
    Value normalized = graph.addAll(new Normalize(axes, 1e-5), graph.input(0)).get(0);
    Value y = normalized.fma(graph.input(1), graph.input(2));
    try (NotingBackend noting = new NotingBackend(cpu())) {
      List<View> inputs = Stream.of(type, weight, weight).map(t -> view(noting, t)).toList();
      List<View> outputs = List.of(view(noting, type));
      Plan.fusing(noting, graph.build(y), inputs, outputs).close();
      return noting.prepared;
    }
  }

  @Test
  void aNormIsOneOpWhereItsRowsLieInLongPieces() {
    for (List<Integer> axes : List.of(List.of(1, 2), List.of(2), List.of(0, 2))) {
      assertEquals(1, norm(16, axes).size(), () -> "prepared " + norm(16, axes));
    }
  }

  @Test
  void aNormOfShortPiecesTakesTwoSumsAndWhatFollowsThem() {
    List<String> ops = norm(5, List.of(0, 2));
    assertEquals(2, ops.stream().filter(op -> op.equals("sum")).count(), ops::toString);
    assertTrue(ops.size() <= 5, ops::toString);
  }

  /** The difference, though its mean is the first group's, is neither written nor read. */
  @Test
  void whatALaterGroupAloneReadsIsMadeThere() {
    TensorType type = new TensorType(DType.FLOAT32, Shape.of(4, 9, 16));
    Graph.Builder graph = Graph.over(List.of(type));
    Value x = graph.input(0);
    Value mean = x.sum(List.of(0, 2), true).div(64);
    Value y = x.sub(mean).relu();
    Value turned = y.permute(List.of(1, 0, 2));
    Value back = turned.permute(List.of(1, 0, 2));
    Value gradient = x.sub(mean).mul(back);
    try (NotingBackend noting = new NotingBackend(cpu())) {
      List<View> inputs = List.of(view(noting, type));
      List<View> outputs = List.of(view(noting, type));
      Plan.fusing(noting, graph.build(gradient), inputs, outputs).close();
      assertEquals("Fused[Sub, Mul]", noting.prepared.get(noting.prepared.size() - 1));
    }
  }

  @Test
  void aSwitchTurnsFusionOff() {
    System.setProperty("flambeau.fusion", "off");
    try {
      NotingBackend noting = plan();
      assertEquals(List.of("add", "relu", "mul"), noting.prepared);
      assertTrue(noting.buffers == 2, "the sum and its relu");
    } finally {
      System.clearProperty("flambeau.fusion");
    }
  }
}
