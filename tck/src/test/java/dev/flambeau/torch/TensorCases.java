package dev.flambeau.torch;

import static dev.flambeau.torch.Line.exact;
import static dev.flambeau.torch.Line.near;
import static dev.flambeau.torch.Line.nearOfMany;

import dev.flambeau.op.DType;
import dev.flambeau.op.Recurrent.Nonlinearity;
import dev.flambeau.op.Shape;
import dev.flambeau.tensor.Functional;
import dev.flambeau.tensor.Tensor;
import java.util.List;

/**
 * The contract of the tensor's methods, a line each, in their order: what stands left means what
 * PyTorch's expression of that name in {@code src/test/oracle/tensor_cases.py} does. The inputs
 * stand there too: usual ones, stretched, single numbers, empty ones, NaN, infinities, ties.
 */
final class TensorCases {
  static final List<Line> LINES =
      List.of(
          exact("neg()", x -> x.neg()),
          exact("abs()", x -> x.abs()),
          exact("cos()", x -> x.cos()),
          exact("erf()", x -> x.erf()),
          exact("exp()", x -> x.exp()),
          exact("expm1()", x -> x.expm1()),
          exact("log()", x -> x.log()),
          exact("log1p()", x -> x.log1p()),
          exact("sqrt()", x -> x.sqrt()),
          exact("relu()", x -> x.relu()),
          exact("sigmoid()", x -> x.sigmoid()),
          exact("sin()", x -> x.sin()),
          exact("tanh()", x -> x.tanh()),
          exact("add(Tensor)", (x, y) -> x.add(y)),
          exact("add(double)", x -> x.add(0.1)),
          exact("sub(Tensor)", (x, y) -> x.sub(y)),
          exact("sub(double)", x -> x.sub(0.1)),
          exact("mul(Tensor)", (x, y) -> x.mul(y)),
          exact("mul(double)", x -> x.mul(-1.7)),
          exact("div(Tensor)", (x, y) -> x.div(y)),
          exact("div(double)", x -> x.div(0.3)),
          exact("fma(Tensor, Tensor)", (x, factor, term) -> x.fma(factor, term)),
          exact("square()", x -> x.square()),
          exact("reciprocal()", x -> x.reciprocal()),
          near("rsqrt()", x -> x.rsqrt()),
          exact("clamp(double, double): -0.75, 1.25", x -> x.clamp(-0.75, 1.25)),
          exact("clamp(double, double): 1, -inf", x -> x.clamp(1, Double.NEGATIVE_INFINITY)),
          exact("maximum(Tensor)", (x, y) -> x.maximum(y)),
          exact("minimum(Tensor)", (x, y) -> x.minimum(y)),
          near("lerp(Tensor, Tensor)", (x, end, weight) -> x.lerp(end, weight)),
          near("lerp(Tensor, double): 0.3", (x, end) -> x.lerp(end, 0.3)),
          near("lerp(Tensor, double): 0.75", (x, end) -> x.lerp(end, 0.75)),
          exact("hardtanh()", x -> x.hardtanh()),
          exact("hardtanh(double, double): -0.75, 1.25", x -> x.hardtanh(-0.75, 1.25)),
          exact("relu6()", x -> x.relu6()),
          near("hardsigmoid()", x -> x.hardsigmoid()),
          near("hardswish()", x -> x.hardswish()),
          exact("leakyRelu(double): 0.1", x -> x.leakyRelu(0.1)),
          near("silu()", x -> x.silu()),
          near("softsign()", x -> x.softsign()),
          near("softplus()", x -> x.softplus()),
          near("softplus(double): 2.5", x -> x.softplus(2.5)),
          near("logSigmoid()", x -> x.logSigmoid()),
          near("elu()", x -> x.elu()),
          near("elu(double): 0.75", x -> x.elu(0.75)),
          near("celu(double): 0.75", x -> x.celu(0.75)),
          near("selu()", x -> x.selu()),
          near("gelu()", x -> x.gelu()),
          near("geluTanh()", x -> x.geluTanh()),
          near("mish()", x -> x.mish()),
          near("softmin(int): 1", x -> x.softmin(1)),
          near("glu(int): -1", x -> x.glu(-1)),
          near("glu(int): 0", x -> x.glu(0)),
          near("tanhshrink()", x -> x.tanhshrink()),
          exact("eq(Tensor)", (x, y) -> x.eq(y)),
          exact("ne(Tensor)", (x, y) -> x.ne(y)),
          exact("lt(Tensor)", (x, y) -> x.lt(y)),
          exact("le(Tensor)", (x, y) -> x.le(y)),
          exact("gt(Tensor)", (x, y) -> x.gt(y)),
          exact("ge(Tensor)", (x, y) -> x.ge(y)),
          exact("where(Tensor, Tensor, Tensor)", (c, a, b) -> Tensor.where(c, a, b)),

          // ---- products ----
          near("matmul(Tensor)", (x, y) -> x.matmul(y)),
          near("matmul(Tensor, boolean, boolean): true, false", (x, y) -> x.matmul(y, true, false)),
          near("matmul(Tensor, boolean, boolean): false, true", (x, y) -> x.matmul(y, false, true)),
          near("matmul(Tensor, boolean, boolean): true, true", (x, y) -> x.matmul(y, true, true)),

          // ---- reductions ----
          near("sum()", x -> x.sum()),
          near("sum(int[], boolean): [1], false", x -> x.sum(new int[] {1}, false)),
          near("sum(int[], boolean): [-1, 0], true", x -> x.sum(new int[] {-1, 0}, true)),
          near("mean()", x -> x.mean()),
          near("mean(int[], boolean): [1], false", x -> x.mean(new int[] {1}, false)),
          near("mean(int[], boolean): [-1, 0], true", x -> x.mean(new int[] {-1, 0}, true)),
          exact("max()", x -> x.max()),
          exact("max(int[], boolean): [1], false", x -> x.max(new int[] {1}, false)),
          exact("max(int[], boolean): [-1, 0], true", x -> x.max(new int[] {-1, 0}, true)),
          exact("argmax(int): 0", x -> x.argmax(0)),
          exact("argmax(int): -1", x -> x.argmax(-1)),
          near("softmax(int): 1", x -> x.softmax(1)),
          near("softmax(int): -2", x -> x.softmax(-2)),
          near("logSoftmax(int): 1", x -> x.logSoftmax(1)),
          near("logSoftmax(int): -2", x -> x.logSoftmax(-2)),

          // ---- movements ----
          exact("reshape(int...): 2, 6", x -> x.reshape(2, 6)),
          exact("reshape(int...): none", x -> x.reshape()),
          exact("reshape(int...): 0, 7", x -> x.reshape(0, 7)),
          exact("unsqueeze(int): 1", x -> x.unsqueeze(1)),
          exact("unsqueeze(int): -1", x -> x.unsqueeze(-1)),
          exact("expand(int...): 2, 3", x -> x.expand(2, 3)),
          exact("expand(int...): 0, 3", x -> x.expand(0, 3)),
          exact("transpose(int, int): 0, 1", x -> x.transpose(0, 1)),
          exact("transpose(int, int): -1, -3", x -> x.transpose(-1, -3)),
          exact("permute(int...): 2, 0, 1", x -> x.permute(2, 0, 1)),
          exact("permute(int...): -1, 1, 0", x -> x.permute(-1, 1, 0)),
          exact("slice(int, int, int): 0, 1, 3", x -> x.slice(0, 1, 3)),
          exact("slice(int, int, int): -1, 1, 3", x -> x.slice(-1, 1, 3)),
          exact("slice(int, int, int): 1, 2, 2", x -> x.slice(1, 2, 2)),
          exact("pad(int, int, int): 0, 1, 2", x -> x.pad(0, 1, 2)),
          exact("pad(int, int, int): -1, 2, 0", x -> x.pad(-1, 2, 0)),
          exact("concat(int, Tensor...): 1", (x, y, z) -> Tensor.concat(1, x, y, z)),
          exact("concat(int, Tensor...): -2", (x, y, z) -> Tensor.concat(-2, x, y, z)),
          exact("concat(int, Tensor...): one", x -> Tensor.concat(0, x)),
          exact("concat(int, Tensor...): twice", x -> Tensor.concat(0, x, x)),
          exact("stack(int, Tensor...): 0", (x, y, z) -> Tensor.stack(0, x, y, z)),
          exact("stack(int, Tensor...): -1", (x, y, z) -> Tensor.stack(-1, x, y, z)),

          // ---- types, constants, history ----
          exact("cast(DType): FLOAT32", x -> x.cast(DType.FLOAT32)),
          exact("cast(DType): FLOAT64", x -> x.cast(DType.FLOAT64)),
          exact("cast(DType): INT32", x -> x.cast(DType.INT32)),
          exact("cast(DType): BOOL", x -> x.cast(DType.BOOL)),
          exact("oneHot(int): 4", x -> x.oneHot(4)),
          exact("oneHot(int, DType): 3, FLOAT32", x -> x.oneHot(3, DType.FLOAT32)),
          exact("oneHot(int, DType): 3, FLOAT64", x -> x.oneHot(3, DType.FLOAT64)),
          exact("constant(double): 0.1", x -> x.constant(0.1)),
          exact("constant(double, Shape): 2, (2, 3)", x -> x.constant(2, Shape.of(2, 3))),
          exact("detach()", x -> x.detach().mul(x)),
          exact("detach(): alone", x -> x.detach()),

          // ---- Device, Functional ----
          exact("Device.zeros(int...): 2, 3", x -> x.device().zeros(2, 3)),
          exact("Device.ones(int...): 0, 3", x -> x.device().ones(0, 3)),
          exact("Device.ones(int...): 3", x -> x.device().ones(3)),
          exact(
              "Device.full(DType, double, Shape): FLOAT32, 0.1, ()",
              x -> x.device().full(DType.FLOAT32, 0.1, Shape.SCALAR)),
          exact(
              "Device.full(DType, double, Shape): INT32, -7, (2)",
              x -> x.device().full(DType.INT32, -7, Shape.of(2))),
          exact(
              "Device.full(DType, double, Shape): BOOL, 1, (2)",
              x -> x.device().full(DType.BOOL, 1, Shape.of(2))),
          near(
              "Functional.linear(Tensor, Tensor, Tensor)", (x, w, b) -> Functional.linear(x, w, b)),
          near("Functional.linear(Tensor, Tensor)", (x, w) -> Functional.linear(x, w)),
          nearOfMany(
              "Functional.rnn(Nonlinearity, Tensor, List): TANH",
              all -> Functional.rnn(Nonlinearity.TANH, all.get(0), all.from(1))),
          nearOfMany(
              "Functional.rnn(Nonlinearity, Tensor, Tensor, List): RELU",
              all -> Functional.rnn(Nonlinearity.RELU, all.get(0), all.get(1), all.from(2))),
          near(
              "Functional.crossEntropy(Tensor, Tensor)",
              (x, labels) -> Functional.crossEntropy(x, labels)));

  private TensorCases() {}
}
