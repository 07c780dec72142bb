package dev.flambeau.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.Buffer;
import dev.flambeau.backend.ForwardingBackend;
import dev.flambeau.backend.PreparedOp;
import dev.flambeau.backend.View;
import dev.flambeau.backend.execution.Plan;
import dev.flambeau.op.Binary;
import dev.flambeau.op.Contraction.MatMul;
import dev.flambeau.op.CrossEntropy.SoftmaxCrossEntropy;
import dev.flambeau.op.CrossEntropy.SoftmaxCrossEntropyGradient;
import dev.flambeau.op.CrossEntropy.SoftmaxCrossEntropyWithGradient;
import dev.flambeau.op.DType;
import dev.flambeau.op.Fused;
import dev.flambeau.op.Graph;
import dev.flambeau.op.Graph.Value;
import dev.flambeau.op.Movement;
import dev.flambeau.op.Op;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.Together;
import dev.flambeau.op.Unary;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** A plan gives what its ops give one by one, run after run, fused or not. */
class PlanTest {
  /** Buffers of one graph's inputs and outputs, the state's new value where the state lies. */
  private record Bound(Backend backend, List<View> inputs, List<View> outputs)
      implements AutoCloseable {
    static Bound of(Backend backend, Graph graph) {
      List<View> inputs = new ArrayList<>();
      graph.inputs().forEach(type -> inputs.add(view(backend, type)));
      List<View> outputs = new ArrayList<>();
      List<TensorType> types = graph.types();
      for (int output : graph.outputs().subList(0, 2)) {
        outputs.add(view(backend, types.get(output)));
      }
      outputs.add(inputs.get(0));
      return new Bound(backend, inputs, outputs);
    }

    private static View view(Backend backend, TensorType type) {
      return new View(backend.allocate(type.dtype(), type.elements()), 0, type);
    }

    void fill(long seed) {
      Random random = new Random(seed);
      for (View input : inputs) {
        ByteBuffer bytes = bytes(input);
        while (bytes.hasRemaining()) {
          bytes.putFloat(random.nextFloat() * 4 - 2);
        }
        backend.write(bytes.flip(), input);
      }
    }

    List<HostTensor> results() {
      return outputs.stream()
          .map(
              output -> {
                ByteBuffer bytes = bytes(output);
                backend.read(output, bytes);
                return new HostTensor(output.type(), bytes.clear());
              })
          .toList();
    }

    private static ByteBuffer bytes(View view) {
      return ByteBuffer.allocate((int) view.type().bytes()).order(ByteOrder.nativeOrder());
    }

    @Override
    public void close() {
      inputs.forEach(input -> input.buffer().close());
      outputs.subList(0, 2).forEach(output -> output.buffer().close());
    }
  }

  /** The same graph by the reference, whose plans are not fused: runs of one and another input. */
  private static List<HostTensor> run(
      Backend backend, Graph graph, boolean fused, int runs, long seed) {
    try (Bound bound = Bound.of(backend, graph);
        Plan plan =
            fused
                ? Plan.fusing(backend, graph, bound.inputs(), bound.outputs())
                : Plan.of(backend, graph, bound.inputs(), bound.outputs())) {
      for (int run = 0; run < runs; run++) {
        bound.fill(seed + run);
        plan.run();
      }
      return bound.results();
    }
  }

  @Property(tries = 300, seed = "1")
  void fusedPlansGiveTheBitsOfTheOpsAlone(@ForAll long seed) {
    Graph graph = RandomGraph.draw(seed);
    try (Backend reference = Devices.reference();
        Backend cpu = Devices.cpu(2);
        Backend plain = Devices.plain(1);
        Backend gathers = new Gathers(Devices.cpu(1))) {
      List<HostTensor> expected = run(reference, graph, false, 1, seed + 2);
      String message = "seed " + seed + ": " + graph;
      for (Backend backend : List.of(cpu, plain, gathers)) {
        for (boolean fused : new boolean[] {false, true}) {
          HostTensor.assertSameBits(expected, run(backend, graph, fused, 3, seed), message);
        }
        assertEquals(0, backend.memory().buffers(), "a plan gives back what it holds");
      }
    }
  }

  /** Has a kernel for what comes together, as devices do that gain by it. */
  private static final class Gathers extends ForwardingBackend {
    private final List<String> together = new ArrayList<>();

    Gathers(Backend backend) {
      super(backend);
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
    try (Gathers gathers = new Gathers(Devices.cpu(1))) {
      List<View> inputs =
          Stream.of(square, square, column).map(type -> Bound.view(gathers, type)).toList();
      List<View> outputs = List.of(Bound.view(gathers, square), Bound.view(gathers, square));
      Plan.fusing(gathers, graph.build(last, input), inputs, outputs).close();
      assertEquals(List.of(new Together(three(square, column)).toString()), gathers.together);
    }
  }

  private static Graph three(TensorType square, TensorType column) {
    Graph.Builder body = Graph.over(List.of(square, square, column));
    MatMul overRows = new MatMul(true, false);
    return body.build(
        body.add(overRows, body.input(0), body.input(1)),
        body.add(overRows, body.input(2), body.input(0)),
        body.add(new MatMul(false, false), body.input(0), body.input(1)));
  }

  /** Has a kernel for a loss with its gradient, and notes what a plan prepares. */
  private static final class Pairs extends ForwardingBackend {
    private final List<String> ops = new ArrayList<>();

    Pairs(Backend backend) {
      super(backend);
    }

    @Override
    public boolean supports(Op op, List<TensorType> inputs, List<TensorType> outputs) {
      return op instanceof SoftmaxCrossEntropyWithGradient || super.supports(op, inputs, outputs);
    }

    @Override
    public PreparedOp prepare(Op op, List<View> inputs, List<View> outputs) {
      ops.add(op.name());
      return () -> {};
    }
  }

  /** What a plan prepares of a loss and its gradient, and of what stands between them. */
  private static List<String> losses(boolean readsInBetween) {
    TensorType logits = new TensorType(DType.FLOAT32, Shape.of(4, 3));
    TensorType labels = new TensorType(DType.INT32, Shape.of(4));
    TensorType number = new TensorType(DType.FLOAT32, Shape.SCALAR);
    Graph.Builder graph = Graph.over(List.of(logits, labels, number));
    List<Value> loss = graph.addAll(new SoftmaxCrossEntropy(), graph.input(0), graph.input(1));
    Value read = readsInBetween ? loss.get(0) : graph.input(2);
    Value between = graph.add(new Unary.Exp(), read);
    Value gradient =
        graph.add(new SoftmaxCrossEntropyGradient(), graph.input(2), loss.get(1), graph.input(1));
    try (Pairs pairs = new Pairs(Devices.cpu(1))) {
      List<View> inputs =
          Stream.of(logits, labels, number).map(type -> Bound.view(pairs, type)).toList();
      List<View> outputs =
          Stream.of(number, number, logits).map(type -> Bound.view(pairs, type)).toList();
      Plan.fusing(pairs, graph.build(loss.get(0), between, gradient), inputs, outputs).close();
      return pairs.ops;
    }
  }

  @Test
  void aLossAndItsGradientBecomeOneUnlessTheLossIsReadInBetween() {
    assertEquals(List.of("exp", "softmaxCrossEntropyWithGradient"), losses(false));
    assertEquals(
        List.of("softmaxCrossEntropy", "exp", "softmaxCrossEntropyGradient"), losses(true));
  }

  /** Notes the ops that a plan prepares. */
  private static final class Noting extends ForwardingBackend {
    private final List<String> ops = new ArrayList<>();
    private int buffers;

    Noting(Backend backend) {
      super(backend);
    }

    @Override
    public Buffer allocate(DType dtype, int elements) {
      buffers++;
      return super.allocate(dtype, elements);
    }

    @Override
    public PreparedOp prepare(Op op, List<View> inputs, List<View> outputs) {
      ops.add(op instanceof Fused fused ? fused.toString() : op.name());
      return super.prepare(op, inputs, outputs);
    }
  }

  /** relu(x + x) · x, and a product of it: what a plan of it prepares, and in how many buffers. */
  private static Noting plan() {
    TensorType type = new TensorType(DType.FLOAT32, Shape.of(8));
    Graph.Builder graph = Graph.over(List.of(type));
    Value x = graph.input(0);
    Value chain =
        graph.add(
            new Binary.Mul(), graph.add(new Unary.Relu(), graph.add(new Binary.Add(), x, x)), x);
    Noting noting = new Noting(Devices.cpu(1));
    View in = new View(noting.allocate(DType.FLOAT32, 8), 0, type);
    View out = new View(noting.allocate(DType.FLOAT32, 8), 0, type);
    noting.buffers = 0;
    Plan.fusing(noting, graph.build(chain), List.of(in), List.of(out)).close();
    noting.close();
    return noting;
  }

  @Test
  void aChainBecomesOneOpWithoutMemoryOfItsOwn() {
    Noting noting = plan();
    assertEquals(List.of("Fused[Add, Relu, Mul]"), noting.ops);
    assertEquals(0, noting.buffers);
  }

  @Test
  void aSwitchTurnsFusionOff() {
    System.setProperty("flambeau.fusion", "off");
    try {
      Noting noting = plan();
      assertEquals(List.of("add", "relu", "mul"), noting.ops);
      assertTrue(noting.buffers == 2, "the sum and its relu");
    } finally {
      System.clearProperty("flambeau.fusion");
    }
  }
}
