package dev.flambeau.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.optim.Adam.AdamUpdate;
import dev.flambeau.optim.SGD.SgdUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Type rules: what they infer, and the whole text of what they refuse. */
class TypeRulesTest {
  private static TensorType f(int... sizes) {
    return new TensorType(DType.FLOAT32, Shape.of(sizes));
  }

  private static TensorType i(int... sizes) {
    return new TensorType(DType.INT32, Shape.of(sizes));
  }

  static Stream<Arguments> inferences() {
    return Stream.of(
        Arguments.of(new Binary.Add(), List.of(f(3, 1), f(2, 1, 4)), f(2, 3, 4)),
        Arguments.of(new Binary.Mul(), List.of(f(), f(0)), f(0)),
        Arguments.of(new Contraction.MatMul(false, false), List.of(f(2, 3), f(3, 4)), f(2, 4)),
        Arguments.of(new Contraction.MatMul(true, true), List.of(f(3, 2), f(4, 3)), f(2, 4)),
        Arguments.of(
            new Contraction.MatMul(false, false),
            List.of(f(5, 1, 2, 3), f(7, 3, 4)),
            f(5, 7, 2, 4)),
        Arguments.of(new Contraction.Linear(), List.of(f(3), f(2, 3), f(2)), f(2)),
        Arguments.of(new Reduction.Sum(List.of(0, 2), true), List.of(f(2, 3, 4)), f(1, 3, 1)),
        Arguments.of(new Reduction.ArgMax(1, false), List.of(f(2, 3)), i(2)),
        Arguments.of(new Conversion.OneHot(10, DType.FLOAT32), List.of(i(4)), f(4, 10)),
        Arguments.of(new Movement.Transpose(List.of(2, 0, 1)), List.of(f(2, 3, 4)), f(4, 2, 3)),
        Arguments.of(new Movement.Concat(1), List.of(i(2, 3), i(2, 0), i(2, 1)), i(2, 4)),
        Arguments.of(
            new Recurrent.Rnn(Recurrent.Nonlinearity.TANH),
            List.of(f(2, 5), f(7, 2, 3), f(5, 3), f(5, 5), f(5), f(5)),
            f(7, 2, 5)));
  }

  @ParameterizedTest
  @MethodSource("inferences")
  void infers(Op op, List<TensorType> inputs, TensorType expected) {
    assertEquals(List.of(expected), op.infer(inputs));
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(
            new Movement.Pad(0, Integer.MAX_VALUE, 1),
            List.of(f(2, 0)),
            "pad: axis 0 would have 2147483650 positions; 2147483647 are the most"),
        Arguments.of(
            new Movement.Concat(0),
            List.of(f(Integer.MAX_VALUE, 0), f(1, 0)),
            "concat: axis 0 would have 2147483648 positions; 2147483647 are the most"),
        Arguments.of(
            new Binary.Add(),
            List.of(f(3, 2), f(3)),
            "add: sizes 2 and 3 at axis -1 do not broadcast: [(3, 2) FLOAT32, (3) FLOAT32]. Aligned"
                + " at the last axis, sizes must be equal or 1."),
        Arguments.of(
            new Binary.Add(),
            List.of(f(2), i(2)),
            "add: takes FLOAT32 or FLOAT64, was given [(2) FLOAT32, (2) INT32]. Cast the INT32"
                + " tensor first."),
        Arguments.of(
            new Contraction.MatMul(false, false),
            List.of(f(32, 784), f(512, 784)),
            "matmul: inner sizes differ, 784 and 512: left (32, 784), right (512, 784). The left's"
                + " last size must equal the right's second to last. With transposeB = true that"
                + " would be 784 and 784."),
        Arguments.of(
            new Contraction.MatMul(false, false),
            List.of(f(3), f(3, 4)),
            "matmul: takes matrices, was given (3) and (3, 4). Reshape a vector to (1, n) or (n, 1)."),
        Arguments.of(
            new Contraction.Linear(),
            List.of(f(2, 7), f(4, 8), f(4)),
            "linear: the input's last size must be the layer's 8 inputs, was given (2, 7) for a weight"
                + " of (4, 8)"),
        Arguments.of(
            new Reduction.Max(List.of(1), false),
            List.of(f(2, 0)),
            "max: axis 1 of (2, 0) is empty: there is no largest value"),
        Arguments.of(
            new Reduction.Sum(List.of(2), false),
            List.of(f(2, 3)),
            "sum: no axis 2 in (2, 3), which has 2"),
        Arguments.of(
            new Movement.Reshape(Shape.of(4)),
            List.of(f(2, 3)),
            "reshape: (2, 3) has 6 elements, (4) has 4"),
        Arguments.of(
            new Movement.Slice(0, 1, 4),
            List.of(f(3)),
            "slice: 1 to 4 does not lie within axis 0 of (3)"),
        Arguments.of(
            new Movement.Concat(0),
            List.of(f(2, 3), f(2, 4)),
            "concat: shapes must agree but for axis 0, were given [(2, 3) FLOAT32, (2, 4) FLOAT32]"),
        Arguments.of(
            new CrossEntropy.SoftmaxCrossEntropy(),
            List.of(f(4, 10), i(5)),
            "softmaxCrossEntropy: the labels must be (4), was given (5)"),
        Arguments.of(
            new CrossEntropy.SoftmaxCrossEntropy(),
            List.of(f(4, 10), f(4)),
            "softmaxCrossEntropy: the labels must be INT32, was given (4) FLOAT32"),
        Arguments.of(
            new Recurrent.Rnn(Recurrent.Nonlinearity.TANH),
            List.of(f(2, 4), f(7, 2, 3), f(5, 3), f(5, 5), f(5), f(5)),
            "rnn: h0 (N, H) must be (2, 5), was given (2, 4)"),
        Arguments.of(
            new OptimizerUpdate(new SgdUpdate(0.9f, 0)),
            List.of(f(2), f(2), f(3), f(1)),
            "sgdUpdate: the gradient must be (2), was given (3)"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refuses(Op op, List<TensorType> inputs, String message) {
    FlambeauException refusal = assertThrows(FlambeauException.class, () -> op.infer(inputs));
    assertEquals(message, refusal.getMessage());
  }

  @Test
  void everyOpIsListedOnce() {
    List<Class<? extends Op>> ops = Op.all();
    assertTrue(ops.size() >= 35, "only " + ops.size() + " ops");
    assertEquals(ops.size(), ops.stream().distinct().count());
    assertEquals(ops.size(), ops.stream().map(Op::name).distinct().count());
  }

  /** A decomposition's outputs have the types that the op infers. */
  @ParameterizedTest
  @MethodSource("decomposed")
  void decompositionsInferTheSame(Op op, List<TensorType> inputs) {
    Graph graph = op.decompose(inputs).orElseThrow();
    List<TensorType> values = new ArrayList<>(graph.inputs());
    graph.nodes().forEach(node -> values.addAll(node.outputs()));
    assertEquals(op.infer(inputs), graph.outputs().stream().map(values::get).toList());
  }

  static Stream<Arguments> decomposed() {
    List<TensorType> rnn = List.of(f(2, 5), f(7, 2, 3), f(5, 3), f(5, 5), f(5), f(5));
    List<TensorType> gradient =
        List.of(f(7, 2, 5), f(7, 2, 5), f(2, 5), f(7, 2, 3), f(5, 3), f(5, 5));
    List<TensorType> empty = List.of(f(0, 2, 5), f(0, 2, 5), f(2, 5), f(0, 2, 3), f(5, 3), f(5, 5));
    return Stream.of(
        Arguments.of(new Contraction.Linear(), List.of(f(2, 4, 3), f(5, 3), f(5))),
        Arguments.of(new Reduction.Mean(List.of(1), false), List.of(f(2, 3))),
        Arguments.of(new Softmax(0, false), List.of(f(2, 3))),
        Arguments.of(new Softmax(1, true), List.of(f(2, 3))),
        Arguments.of(new CrossEntropy.SoftmaxCrossEntropy(), List.of(f(2, 3), i(2))),
        Arguments.of(new CrossEntropy.SoftmaxCrossEntropyGradient(), List.of(f(), f(2, 3), i(2))),
        Arguments.of(
            Elementwise.of("swish", (x, beta) -> x.mul(x.mul(beta).sigmoid())),
            List.of(f(2, 3), f(3))),
        Arguments.of(new Recurrent.Rnn(Recurrent.Nonlinearity.RELU), rnn),
        Arguments.of(new Recurrent.RnnGradient(Recurrent.Nonlinearity.TANH), gradient),
        Arguments.of(new Recurrent.RnnGradient(Recurrent.Nonlinearity.RELU), empty),
        Arguments.of(
            new OptimizerUpdate(new SgdUpdate(0.9f, 0.1f)), List.of(f(3), f(3), f(3), f(1))),
        Arguments.of(
            new OptimizerUpdate(new AdamUpdate(0.9f, 0.999f, 1e-8f, 0)),
            List.of(f(3), f(3), f(3), f(3), f(2))));
  }
}
