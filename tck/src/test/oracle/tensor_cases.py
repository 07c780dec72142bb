"""PyTorch's values for each line of Line.ALL, as data: tensor_cases.txt.

    apt-get install python3-torch                        # or another PyTorch from 1.13 on
    /usr/bin/python3 tck/src/test/oracle/tensor_cases.py # a few seconds
    git diff --stat                                      # nothing: the file came out as it was

A line is its name in Java, the same in PyTorch, and operands to run it on, the usual ones first.
"""

import pathlib
import sys

import torch
import torch.nn.functional as F

sys.dont_write_bytecode = True  # leaves no folder beside the sources
from torch_values import (INF, NAN, ODD, bools, case, counts, floats, forward, given, ints, labels,
                          module, positives, probabilities, rounded, rows, save, signs, ties)

# ---- elementwise ----

SHAPES = [floats(3, 5), floats(), floats(0, 3)]
LARGE = forward(given(3e38, -3e38, 1e-39, -1e-39, 88.7, -103.0))

case("neg()", lambda x: -x, *SHAPES, given(*ODD), LARGE)
case("abs()", lambda x: x.abs(), *SHAPES, given(*ODD), LARGE)
case("cos()", lambda x: x.cos(), *SHAPES, given(*ODD), LARGE)
case("erf()", lambda x: x.erf(), *SHAPES, given(*ODD), LARGE)
case("exp()", lambda x: x.exp(), *SHAPES, given(*ODD), LARGE)
case("expm1()", lambda x: x.expm1(), *SHAPES, given(*ODD), LARGE)
case("log()", lambda x: x.log(), positives(3, 5), positives(), floats(0, 3), given(*ODD), LARGE)
case("log1p()", lambda x: x.log1p(), positives(3, 5), positives(), floats(0, 3), given(*ODD), LARGE)
case("sqrt()", lambda x: x.sqrt(), positives(3, 5), positives(), floats(0, 3), given(*ODD), LARGE)
case("relu()", lambda x: x.relu(), *SHAPES, given(*ODD), LARGE)
case("sigmoid()", lambda x: x.sigmoid(), *SHAPES, given(*ODD), LARGE)
case("sin()", lambda x: x.sin(), *SHAPES, given(*ODD), LARGE)
case("tanh()", lambda x: x.tanh(), *SHAPES, given(*ODD), LARGE)

PAIRS = [
    (floats(3, 5), floats(3, 5)),
    (floats(3, 1), floats(4)),
    (floats(), floats(2, 3)),
    (floats(0, 3), floats(3)),
]
EACH_WITH_EACH = (given(*[a for a in ODD for _ in ODD]), given(*ODD * len(ODD)))

case("add(Tensor)", lambda x, y: x + y, *PAIRS, EACH_WITH_EACH)
case("add(double)", lambda x: x + rounded(0.1), *SHAPES, given(*ODD))
case("sub(Tensor)", lambda x, y: x - y, *PAIRS, EACH_WITH_EACH)
case("sub(double)", lambda x: x - rounded(0.1), *SHAPES, given(*ODD))
case("mul(Tensor)", lambda x, y: x * y, *PAIRS, EACH_WITH_EACH)
case("mul(double)", lambda x: x * rounded(-1.7), *SHAPES, given(*ODD))
case("div(Tensor)", lambda x, y: x / y, *PAIRS, EACH_WITH_EACH)
case("div(double)", lambda x: x / rounded(0.3), *SHAPES, given(*ODD))
case("fma(Tensor, Tensor)", lambda x, factor, term: x * factor + term,
     (floats(3, 5), floats(3, 5), floats(3, 5)), (floats(3, 1), floats(4), floats()),
     (floats(0, 3), floats(3), floats(1)))

BOUNDS = given(-1.0, 1.0, -0.75, 1.25, -3.0, 3.0, 0.0, -0.0, 6.0, 2.9999998, -2.9999998, 7.0, -7.0)
EACH_ONE = [*SHAPES, BOUNDS, given(*ODD), LARGE]
WEIGHTED = [(floats(3, 5), floats(3, 5), floats(3, 5)), (floats(3, 1), floats(4), floats()),
            (floats(0, 3), floats(3), floats(1)), (given(1, 1, 1, INF, NAN, 2, 2, 2),
             given(INF, INF, INF, 1, 1, NAN, 5, 5), given(-1, 0.25, 0.5, 0.25, 0.25, 2, NAN, 0.5))]

case("square()", lambda x: x.square(), *EACH_ONE)
case("reciprocal()", lambda x: x.reciprocal(), *EACH_ONE)
case("rsqrt()", lambda x: x.rsqrt(), positives(3, 5), positives(), floats(0, 3), given(*ODD), LARGE)
case("clamp(double, double): -0.75, 1.25", lambda x: x.clamp(-0.75, 1.25), *EACH_ONE)
case("clamp(double, double): 1, -inf", lambda x: x.clamp(1, -INF), *EACH_ONE)
case("maximum(Tensor)", lambda x, y: x.maximum(y), *PAIRS, (ties(3, 5), ties(3, 5)),
     EACH_WITH_EACH)
case("minimum(Tensor)", lambda x, y: x.minimum(y), *PAIRS, (ties(3, 5), ties(3, 5)),
     EACH_WITH_EACH)
case("lerp(Tensor, Tensor)", lambda x, end, weight: x.lerp(end, weight), *WEIGHTED)
case("lerp(Tensor, double): 0.3", lambda x, end: x.lerp(end, rounded(0.3)), *PAIRS, EACH_WITH_EACH)
case("lerp(Tensor, double): 0.75", lambda x, end: x.lerp(end, 0.75), *PAIRS, EACH_WITH_EACH)
case("hardtanh()", lambda x: F.hardtanh(x), *EACH_ONE)
case("hardtanh(double, double): -0.75, 1.25", lambda x: F.hardtanh(x, -0.75, 1.25), *EACH_ONE)
case("relu6()", lambda x: F.relu6(x), *EACH_ONE)
case("hardsigmoid()", lambda x: F.hardsigmoid(x), *EACH_ONE)
case("hardswish()", lambda x: F.hardswish(x), *EACH_ONE)
case("leakyRelu(double): 0.1", lambda x: F.leaky_relu(x, rounded(0.1)), *EACH_ONE)
case("silu()", lambda x: F.silu(x), *EACH_ONE)
case("softsign()", lambda x: F.softsign(x), *EACH_ONE)
STEEP = forward(given(-88.0, -20.0, 20.0, 88.0, -104.0, 1e-39, -1e-39, 3e38, -3e38))
case("softplus()", lambda x: F.softplus(x, threshold=1e9), *SHAPES, BOUNDS, given(*ODD[2:]), STEEP)
case("softplus(double): 2.5", lambda x: F.softplus(x, 2.5), *SHAPES, BOUNDS)
case("logSigmoid()", lambda x: F.logsigmoid(x), *EACH_ONE, STEEP)
case("elu()", lambda x: F.elu(x), *EACH_ONE, STEEP)
case("elu(double): 0.75", lambda x: F.elu(x, 0.75), *EACH_ONE)
case("celu(double): 0.75", lambda x: F.celu(x, 0.75), *EACH_ONE, STEEP)
case("selu()", lambda x: F.selu(x), *EACH_ONE, STEEP)
case("gelu()", lambda x: F.gelu(x), *SHAPES, BOUNDS, STEEP)
case("geluTanh()", lambda x: F.gelu(x, approximate="tanh"), *SHAPES, BOUNDS,
     forward(given(-88.0, -20.0, 20.0, 88.0, 1e-39, -1e-39)))
case("mish()", lambda x: F.mish(x), *EACH_ONE, STEEP)
case("softmin(int): 1", lambda x: F.softmin(x, 1), floats(3, 5), floats(2, 3, 4))
case("glu(int): -1", lambda x: F.glu(x, -1), floats(3, 4), floats(2, 2, 6))
case("glu(int): 0", lambda x: F.glu(x, 0), floats(4), floats(4, 3))
case("tanhshrink()", lambda x: F.tanhshrink(x), *EACH_ONE)

COMPARED = [
    (floats(3, 1), floats(4)),
    (ties(3, 5), ties(3, 5)),
    (rows(*[[a] for a in ODD]), given(*ODD)),
    (ints(4, 1), ints(6)),
    (bools(3, 1), bools(4)),
    (floats(), floats(0, 3)),
]

case("eq(Tensor)", lambda x, y: x == y, *COMPARED)
case("ne(Tensor)", lambda x, y: x != y, *COMPARED)
case("lt(Tensor)", lambda x, y: x < y, *COMPARED)
case("le(Tensor)", lambda x, y: x <= y, *COMPARED)
case("gt(Tensor)", lambda x, y: x > y, *COMPARED)
case("ge(Tensor)", lambda x, y: x >= y, *COMPARED)
case("where(Tensor, Tensor, Tensor)", lambda c, a, b: torch.where(c, a, b),
     (bools(3, 5), floats(3, 5), floats(3, 5)), (bools(4), floats(3, 1), floats()),
     (bools(7), given(*ODD), floats(7)), (bools(3, 1), ints(4), ints(3, 4)),
     (bools(0, 3), floats(3), floats(1)))

MATRICES = [
    (floats(3, 4), floats(4, 5)),
    (floats(2, 3, 4), floats(4, 5)),
    (floats(3, 4), floats(2, 4, 5)),
    (floats(2, 1, 2, 4), floats(3, 4, 2)),
    (floats(1, 33), floats(33, 1)),
    (floats(3, 0), floats(0, 2)),
    (floats(0, 4), floats(4, 2)),
]


def turned(first, second):
    """The same products of operands that lie transposed."""
    def of(make, turn):
        return (lambda k: make(k).transpose(-1, -2).contiguous()) if turn else make
    return [(of(x, first), of(y, second)) for x, y in MATRICES]


def t(x):
    return x.transpose(-1, -2)


case("matmul(Tensor)", lambda x, y: x @ y, *MATRICES)
case("matmul(Tensor, boolean, boolean): true, false", lambda x, y: t(x) @ y, *turned(True, False))
case("matmul(Tensor, boolean, boolean): false, true", lambda x, y: x @ t(y), *turned(False, True))
case("matmul(Tensor, boolean, boolean): true, true", lambda x, y: t(x) @ t(y), *turned(True, True))

CUBES = [floats(2, 3, 4), floats(2, 1, 0)]
ROWS_OF_ODD = rows([1, NAN, 2], [INF, -INF, 0], [-INF, -INF, -INF], [-0.0, 0.0, -0.0])

case("sum()", lambda x: x.sum(), *SHAPES, given(1, NAN), given(INF, -INF), given(INF, 1))
case("sum(int[], boolean): [1], false", lambda x: x.sum(1), *CUBES, ROWS_OF_ODD)
case("sum(int[], boolean): [-1, 0], true", lambda x: x.sum((-1, 0), True), *CUBES)
case("mean()", lambda x: x.mean(), *SHAPES, given(1, NAN), given(INF, -INF), given(INF, 1))
case("mean(int[], boolean): [1], false", lambda x: x.mean(1), *CUBES, ROWS_OF_ODD)
case("mean(int[], boolean): [-1, 0], true", lambda x: x.mean((-1, 0), True), *CUBES)
case("max()", lambda x: x.max(), floats(3, 5), floats(), ties(3, 5), given(INF, -INF),
     given(1, NAN, 2, NAN))
case("max(int[], boolean): [1], false", lambda x: x.amax(1), floats(2, 3, 4), ties(3, 5),
     floats(0, 3), ROWS_OF_ODD)
case("max(int[], boolean): [-1, 0], true", lambda x: x.amax((-1, 0), True), floats(2, 3, 4),
     ties(2, 3, 4))
case("argmax(int): 0", lambda x: x.argmax(0), floats(3, 5), ties(3, 5), floats(3, 0))
case("argmax(int): -1", lambda x: x.argmax(-1), floats(2, 3, 4), ties(3, 5), ROWS_OF_ODD)

SOFT = [
    floats(3, 5),
    floats(2, 3, 4),
    floats(0, 3),
    rows([1, NAN, 2], [INF, 0, 1], [-INF, 0, 1], [-INF, -INF, -INF], [200, 0, -200]),
]

case("softmax(int): 1", lambda x: x.softmax(1), *SOFT)
case("softmax(int): -2", lambda x: x.softmax(-2), floats(3, 5), floats(2, 3, 4), floats(3, 0))
case("logSoftmax(int): 1", lambda x: x.log_softmax(1), *SOFT)
case("logSoftmax(int): -2", lambda x: x.log_softmax(-2), floats(3, 5), floats(2, 3, 4))

case("reshape(int...): 2, 6", lambda x: x.reshape(2, 6), floats(3, 4), floats(12), ints(3, 4),
     bools(4, 3))
case("reshape(int...): none", lambda x: x.reshape(()), floats(1, 1), floats())
case("reshape(int...): 0, 7", lambda x: x.reshape(0, 7), floats(3, 0))
case("unsqueeze(int): 1", lambda x: x.unsqueeze(1), floats(3, 4), floats(5), ints(2))
case("unsqueeze(int): -1", lambda x: x.unsqueeze(-1), floats(3, 4), floats(), floats(0))
case("expand(int...): 2, 3", lambda x: x.expand(2, 3), floats(2, 3), floats(2, 1), floats(3),
     floats(), ints(3), bools(2, 1))
case("expand(int...): 0, 3", lambda x: x.expand(0, 3), floats(3), floats(1, 1))
case("transpose(int, int): 0, 1", lambda x: x.transpose(0, 1), floats(3, 4), floats(2, 3, 4),
     floats(0, 3), ints(2, 3), bools(3, 2))
case("transpose(int, int): -1, -3", lambda x: x.transpose(-1, -3), floats(2, 3, 4))
case("permute(int...): 2, 0, 1", lambda x: x.permute(2, 0, 1), floats(2, 3, 4), floats(2, 0, 3))
case("permute(int...): -1, 1, 0", lambda x: x.permute(-1, 1, 0), floats(2, 3, 4))
case("slice(int, int, int): 0, 1, 3", lambda x: x[1:3], floats(4), floats(4, 3), ints(4),
     bools(4, 2))
case("slice(int, int, int): -1, 1, 3", lambda x: x[..., 1:3], floats(4), floats(2, 4))
case("slice(int, int, int): 1, 2, 2", lambda x: x[:, 2:2], floats(3, 4))
case("pad(int, int, int): 0, 1, 2", lambda x: F.pad(x, (0,) * (2 * x.dim() - 2) + (1, 2)),
     floats(3), floats(2, 3), floats(0, 2), given(*ODD))
case("pad(int, int, int): -1, 2, 0", lambda x: F.pad(x, (2, 0)), floats(2, 3), floats(2, 0),
     ints(2, 3))

PARTS = [(floats(2, 3), floats(2, 1), floats(2, 2)), (floats(2, 0), floats(2, 2), floats(2, 0)),
         (ints(1, 2), ints(1, 3), ints(1, 1)), (bools(2, 1), bools(2, 1), bools(2, 2))]
ALIKE = (floats(2, 3), floats(2, 3), floats(2, 3))

case("concat(int, Tensor...): 1", lambda x, y, z: torch.cat((x, y, z), 1), *PARTS)
case("concat(int, Tensor...): -2", lambda x, y, z: torch.cat((x, y, z), -2), ALIKE,
     (floats(1, 3), floats(0, 3), floats(2, 3)))
case("concat(int, Tensor...): one", lambda x: torch.cat((x,), 0), floats(2, 3))
case("concat(int, Tensor...): twice", lambda x: torch.cat((x, x), 0), floats(2, 3))
case("stack(int, Tensor...): 0", lambda x, y, z: torch.stack((x, y, z), 0), ALIKE,
     (floats(), floats(), floats()), (ints(2), ints(2), ints(2)))
case("stack(int, Tensor...): -1", lambda x, y, z: torch.stack((x, y, z), -1), ALIKE,
     (floats(2, 0), floats(2, 0), floats(2, 0)))

case("cast(DType): FLOAT32", lambda x: x.to(torch.float64).clone(), floats(3, 4), bools(5),
     ints(5), labels(2**24 + 1, 2**24 + 3, -2**31, 2**31 - 1), given(*ODD))
case("cast(DType): INT32", lambda x: x.to(torch.int32), forward(floats(3, 4)), bools(5), ints(5),
     forward(given(2.5, -2.5, 0.9, -0.9, -0.0, 2147483520.0)))
case("cast(DType): FLOAT64", lambda x: x.to(torch.float64).clone(), floats(3, 4), ints(5),
     out="FLOAT64")
case("cast(DType): BOOL", lambda x: x.to(torch.bool), forward(given(*ODD)), bools(5), ints(5))
case("oneHot(int): 4", lambda x: F.one_hot(x, 4).double(), labels(0, 3, 1, 1),
     labels([2, 0], [1, 3]), labels())
case("oneHot(int, DType): 3, FLOAT32", lambda x: F.one_hot(x, 3).double(), labels(2, 0, 1))
case("oneHot(int, DType): 3, FLOAT64", lambda x: F.one_hot(x, 3).double(), labels(2, 0, 1),
     out="FLOAT64")
case("constant(double): 0.1", lambda x: torch.tensor(0.1, dtype=x.dtype), floats(2), floats(0))
case("constant(double, Shape): 2, (2, 3)", lambda x: torch.full((2, 3), 2, dtype=x.dtype), floats(),
     ints(2))
case("detach()", lambda x: x.detach() * x, floats(3, 4))
case("detach(): alone", lambda x: x.detach().clone(), floats(3, 4))

# ---- Device, Functional ----

case("Device.zeros(int...): 2, 3", lambda x: torch.zeros(2, 3, dtype=x.dtype), floats())
case("Device.ones(int...): 0, 3", lambda x: torch.ones(0, 3, dtype=x.dtype), floats())
case("Device.ones(int...): 3", lambda x: torch.ones(3, dtype=x.dtype), floats())
case("Device.full(DType, double, Shape): FLOAT32, 0.1, ()", lambda x: torch.tensor(0.1).double(),
     floats())
case("Device.full(DType, double, Shape): INT32, -7, (2)", lambda x: torch.full((2,), -7), floats())
case("Device.full(DType, double, Shape): BOOL, 1, (2)", lambda x: torch.full((2,), True), floats())

LINEAR = [
    (floats(4, 3), floats(2, 3)),
    (floats(3), floats(2, 3)),
    (floats(2, 2, 3), floats(4, 3)),
    (floats(0, 3), floats(2, 3)),
]
RECURRENT = [(floats(3, 2, 4), floats(5, 4), floats(5, 5), floats(5), floats(5)),
             (floats(1, 1, 2), floats(3, 2), floats(3, 3), floats(3), floats(3))]


def rnn(x, h, activation, weights):
    weight_ih, weight_hh, bias_ih, bias_hh = weights
    steps = []
    for step in x:
        h = activation(F.linear(step, weight_ih, bias_ih) + F.linear(h, weight_hh, bias_hh))
        steps.append(h)
    return torch.stack(steps)


def zeros(x, weight_hh):
    return torch.zeros(x.shape[1], weight_hh.shape[0], dtype=x.dtype)


case("Functional.linear(Tensor, Tensor, Tensor)", lambda x, weight, bias: F.linear(x, weight, bias),
     *[(x, weight, bias) for (x, weight), bias in
       zip(LINEAR, [floats(2), floats(2), floats(4), floats(2)])])
case("Functional.linear(Tensor, Tensor)", lambda x, weight: F.linear(x, weight), *LINEAR)
case("Functional.rnn(Nonlinearity, Tensor, List): TANH",
     lambda x, a, b, c, d: rnn(x, zeros(x, b), torch.tanh, (a, b, c, d)), *RECURRENT)
case("Functional.rnn(Nonlinearity, Tensor, Tensor, List): RELU",
     lambda h0, x, a, b, c, d: rnn(x, h0, torch.relu, (a, b, c, d)),
     *[(h0, *run) for h0, run in zip([floats(2, 5), floats(1, 3)], RECURRENT)])
LABELLED = [
    (floats(4, 3), labels(2, 0, 1, 1)),
    (floats(3, 4), labels(-100, 3, 0)),
    (floats(2, 3), labels(-100, -100)),
    (rows([-INF, 0, 1], [200, 0, -200], [1, 2, NAN]), labels(1, 2, -100)),
]
case("Functional.crossEntropy(Tensor, Tensor)", lambda x, labels: F.cross_entropy(x, labels),
     *LABELLED)

# ---- layers ----


def first(module, x, *h0):
    """Every step's output; PyTorch has an axis for layers in front of h0."""
    return module(x, *(h.unsqueeze(0) for h in h0))[0]


module("Linear", torch.nn.Linear(3, 4), floats(5, 3), floats(2, 2, 3), floats(3), floats(0, 3))
module("Linear: without bias", torch.nn.Linear(3, 4, bias=False), floats(5, 3))
module("ReLU", torch.nn.ReLU(), floats(3, 5))
module("Sigmoid", torch.nn.Sigmoid(), floats(3, 5))
module("Tanh", torch.nn.Tanh(), floats(3, 5))
module("Dropout: in use", torch.nn.Dropout().eval(), floats(3, 5))
module("AlphaDropout: in use", torch.nn.AlphaDropout(0.2).eval(), floats(3, 5))
module("Softmax", torch.nn.Softmax(-1), floats(3, 5), floats(2, 3, 4))
module("Softmax: over 0", torch.nn.Softmax(0), floats(3, 5), floats(4))
module("LeakyReLU", torch.nn.LeakyReLU(), floats(3, 5))
module("LeakyReLU: 0.25", torch.nn.LeakyReLU(0.25), floats(3, 5))
module("ELU", torch.nn.ELU(), floats(3, 5))
module("ELU: 0.75", torch.nn.ELU(0.75), floats(3, 5))
module("CELU", torch.nn.CELU(), floats(3, 5))
module("CELU: 0.75", torch.nn.CELU(0.75), floats(3, 5))
module("SELU", torch.nn.SELU(), floats(3, 5))
module("GELU", torch.nn.GELU(), floats(3, 5))
module("GELU: by tanh", torch.nn.GELU(approximate="tanh"), floats(3, 5))
module("SiLU", torch.nn.SiLU(), floats(3, 5))
module("Mish", torch.nn.Mish(), floats(3, 5))
module("Softplus", torch.nn.Softplus(), floats(3, 5))
module("Softplus: 2.5", torch.nn.Softplus(2.5), floats(3, 5))
module("Softsign", torch.nn.Softsign(), floats(3, 5))
module("Tanhshrink", torch.nn.Tanhshrink(), floats(3, 5))
module("Hardtanh", torch.nn.Hardtanh(), floats(3, 5))
module("Hardtanh: -0.75, 1.25", torch.nn.Hardtanh(-0.75, 1.25), floats(3, 5))
module("ReLU6", torch.nn.ReLU6(), floats(3, 5))
module("Hardswish", torch.nn.Hardswish(), floats(3, 5))
module("Hardsigmoid", torch.nn.Hardsigmoid(), floats(3, 5))
module("LogSigmoid", torch.nn.LogSigmoid(), floats(3, 5))
module("LogSoftmax", torch.nn.LogSoftmax(-1), floats(3, 5))
module("LogSoftmax: over 0", torch.nn.LogSoftmax(0), floats(3, 5))
module("Softmin", torch.nn.Softmin(-1), floats(3, 5))
module("Softmin: over 0", torch.nn.Softmin(0), floats(3, 5))
module("GLU", torch.nn.GLU(), floats(3, 4))
module("GLU: over 0", torch.nn.GLU(0), floats(4, 3))
module("PReLU", torch.nn.PReLU(), floats(3, 5), floats(2, 3, 4), floats())
module("PReLU: of channels", torch.nn.PReLU(3), floats(4, 3), floats(2, 3, 2, 2))
module("Identity", torch.nn.Identity(), floats(3, 5))
module("Flatten", torch.nn.Flatten(), floats(2, 3, 2, 2), floats(2, 3), floats(0, 3, 4))
module("Flatten: 0, 1", torch.nn.Flatten(0, 1), floats(2, 3, 2, 2))
module("Flatten: -2, -1", torch.nn.Flatten(-2, -1), floats(2, 3, 2, 2), floats(3, 4))
module("Unflatten: 1, 2, 3", torch.nn.Unflatten(1, (2, 3)), floats(2, 6), floats(2, 6, 2))
module("Unflatten: -1, 2, 1, 2", torch.nn.Unflatten(-1, (2, 1, 2)), floats(3, 4))
for axes, shape in ((1, (2, 3, 4)), (2, (2, 3, 2, 2)), (3, (2, 3, 1, 2, 2))):
    module(f"Dropout{axes}d: in use", getattr(torch.nn, f"Dropout{axes}d")().eval(), floats(*shape))
module("DropPath: in use", torch.nn.Identity(), floats(3, 5))
SHUFFLED = [floats(2, 8, 2, 3), floats(4, 1, 2)]
module("PixelShuffle", torch.nn.PixelShuffle(2), *SHUFFLED)
module("PixelUnshuffle", torch.nn.PixelUnshuffle(2), floats(2, 2, 4, 2), floats(1, 2, 4))
module("ChannelShuffle", torch.nn.ChannelShuffle(2), forward(floats(2, 4, 2, 3)))
case("Channels.prelu(Tensor, Tensor)", lambda x, weight: F.prelu(x, weight),
     (floats(3, 5), floats(1)), (floats(2, 3, 2), floats(3)), forward(given(*ODD), floats(1)),
     (given(INF, -INF, 0.0, -0.0, -1.0), floats(1)))
case("Channels.pixelShuffle(Tensor, int): 2", lambda x: F.pixel_shuffle(x, 2), *SHUFFLED)
case("Channels.pixelUnshuffle(Tensor, int): 3", lambda x: F.pixel_unshuffle(x, 3),
     floats(2, 2, 3, 6), floats(1, 6, 3))
case("Channels.channelShuffle(Tensor, int): 3",
     lambda x: x.reshape(-1, 3, 2, 2).transpose(1, 2).reshape(x.shape), floats(2, 6, 2))
module("Sequential",
       torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.Tanh(), torch.nn.Linear(4, 2)),
       floats(5, 3))
module("RNN", torch.nn.RNN(4, 5), floats(3, 2, 4), floats(1, 1, 4), call=first)
module("RNN: relu", torch.nn.RNN(4, 5, nonlinearity="relu"), floats(3, 2, 4), call=first)
module("RNN: from h0", torch.nn.RNN(4, 5), (floats(2, 5), floats(3, 2, 4)), names=("h0", "x"),
       call=lambda module, h0, x: first(module, x, h0))

# ---- norms ----

def rms_norm(x, sizes, weight, epsilon):
    axes = tuple(range(-len(sizes), 0))
    y = x * (x.square().mean(axes, keepdim=True) + epsilon).rsqrt()
    return y if weight is None else y * weight


class RMSNorm(torch.nn.Module):
    """As PyTorch has it from 2.4 on."""

    def __init__(self, *sizes):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.ones(sizes))

    def forward(self, x):
        return rms_norm(x, self.weight.shape, self.weight, 2.0**-23)


def batch(x, weight, bias):
    return F.batch_norm(x, None, None, weight, bias, True, 0.1, 1e-5)


BATCHES = [floats(5, 3), floats(2, 3, 4), floats(2, 3, 2, 2), floats(3, 3, 1, 2, 2)]
OF_CHANNELS = [(x, floats(3), floats(3)) for x in BATCHES]
case("Norms.batchNorm(Tensor, Tensor, Tensor, double)", batch, *OF_CHANNELS)
case("Norms.batchNorm(Tensor, Tensor, Tensor, double): alone", lambda x: batch(x, None, None),
     *BATCHES)
case("Norms.batchNorm(Tensor, Tensor, Tensor, double): weight",
     lambda x, weight: batch(x, weight, None), (floats(2, 3, 4), floats(3)))
case("Norms.batchNorm(Tensor, Tensor, Tensor, Tensor, Tensor, double)",
     lambda x, mean, var, weight, bias:
     F.batch_norm(x, mean.detach(), var.detach(), weight, bias, False, 0.1, 1e-5),
     *[(x, floats(3), positives(3), floats(3), floats(3)) for x in BATCHES],
     (floats(1, 3), floats(3), positives(3), floats(3), floats(3)))
case("Norms.layerNorm(Tensor, Shape, Tensor, Tensor, double)",
     lambda x, weight, bias: F.layer_norm(x, weight.shape, weight, bias, 1e-5),
     (floats(4, 5), floats(5), floats(5)), (floats(2, 3, 4), floats(3, 4), floats(3, 4)),
     (floats(6), floats(6), floats(6)))
case("Norms.layerNorm(Tensor, Shape, Tensor, Tensor, double): alone",
     lambda x: F.layer_norm(x, (4,), None, None, 1e-3), floats(3, 4), floats(0, 4))
case("Norms.rmsNorm(Tensor, Shape, Tensor, double)",
     lambda x, weight: rms_norm(x, weight.shape, weight, 1e-5),
     (floats(4, 5), floats(5)), (floats(2, 3, 4), floats(3, 4)))
GROUPED = [(floats(3, 4), floats(4), floats(4)), (floats(2, 4, 3, 2), floats(4), floats(4))]
case("Norms.groupNorm(Tensor, int, Tensor, Tensor, double): 2",
     lambda x, weight, bias: F.group_norm(x, 2, weight, bias, 1e-5), *GROUPED)
case("Norms.groupNorm(Tensor, int, Tensor, Tensor, double): 1, alone",
     lambda x: F.group_norm(x, 1, None, None, 1e-5), floats(2, 4, 3))
case("Norms.instanceNorm(Tensor, Tensor, Tensor, double)",
     lambda x, weight, bias: F.instance_norm(x, None, None, weight, bias, True, 0.1, 1e-5),
     *OF_CHANNELS[1:])
case("Norms.localResponseNorm(Tensor, int, double, double, double): 3, 0.5, 0.75, 2",
     lambda x: F.local_response_norm(x, 3, 0.5, 0.75, 2.0), floats(2, 5, 3), floats(2, 2, 2, 2))
case("Norms.localResponseNorm(Tensor, int, double, double, double): 4, 1, 1, 1",
     lambda x: F.local_response_norm(x, 4, 1.0, 1.0, 1.0), floats(2, 5, 3))


def running(of):
    """What is kept after three batches, each of other values; the last count is PyTorch's alone."""
    def call(norm, x):
        norm.reset_running_stats()
        for factor in (1, -2, 3):
            norm(x * factor + factor)
        return torch.cat([getattr(norm, name).reshape(-1).double().detach() for name in of])
    return call


MOMENTS = ("running_mean", "running_var")
ALL_KEPT = (*MOMENTS, "num_batches_tracked")
IN_USE = torch.nn.BatchNorm2d(3).eval()
IN_USE.running_mean, IN_USE.running_var = floats(3)(5), positives(3)(6)

module("BatchNorm1d", torch.nn.BatchNorm1d(3), floats(5, 3), floats(2, 3, 4))
module("BatchNorm1d: alone, 1e-3", torch.nn.BatchNorm1d(3, 1e-3, affine=False), floats(5, 3))
module("BatchNorm1d: kept", torch.nn.BatchNorm1d(3), floats(5, 3), call=running(ALL_KEPT))
module("BatchNorm1d: kept, all alike", torch.nn.BatchNorm1d(3, momentum=None), floats(5, 3),
       call=running(ALL_KEPT))
module("BatchNorm2d", torch.nn.BatchNorm2d(3), floats(2, 3, 2, 4))
module("BatchNorm2d: in use", IN_USE, floats(2, 3, 2, 2), floats(1, 3, 1, 1))
module("BatchNorm2d: in use, nothing kept",
       torch.nn.BatchNorm2d(3, track_running_stats=False).eval(), floats(2, 3, 2, 2))
module("BatchNorm2d: kept", torch.nn.BatchNorm2d(3, momentum=0.25), floats(2, 3, 2, 2),
       call=running(ALL_KEPT))
module("BatchNorm3d", torch.nn.BatchNorm3d(2), floats(2, 2, 2, 1, 3))
module("LayerNorm", torch.nn.LayerNorm(5), floats(4, 5), floats(2, 2, 5), floats(5))
module("LayerNorm: two axes", torch.nn.LayerNorm((3, 4)), floats(2, 3, 4))
module("LayerNorm: alone, 1e-3", torch.nn.LayerNorm(5, 1e-3, elementwise_affine=False),
       floats(4, 5))
module("GroupNorm", torch.nn.GroupNorm(2, 4), floats(2, 4, 3), floats(3, 4))
module("GroupNorm: alone", torch.nn.GroupNorm(4, 4, affine=False), floats(2, 4, 3, 2))
module("InstanceNorm1d", torch.nn.InstanceNorm1d(3), floats(2, 3, 4))
module("InstanceNorm2d", torch.nn.InstanceNorm2d(3, affine=True), floats(2, 3, 2, 4))
module("InstanceNorm2d: kept", torch.nn.InstanceNorm2d(3, track_running_stats=True),
       floats(2, 3, 2, 2), call=running(MOMENTS))
module("InstanceNorm3d", torch.nn.InstanceNorm3d(2), floats(2, 2, 2, 1, 3))
module("RMSNorm", RMSNorm(5), floats(4, 5))
module("RMSNorm: two axes", RMSNorm(3, 4), floats(2, 3, 4))
module("LocalResponseNorm", torch.nn.LocalResponseNorm(2), floats(2, 3, 4))
module("LocalResponseNorm: 3, 0.5, 1, 2", torch.nn.LocalResponseNorm(3, 0.5, 1.0, 2.0),
       floats(2, 4, 2, 2))

# ---- positions: rows by number, padding, other sizes ----

PICKED = [(floats(5, 3), labels(4, 0, 4, 2)), (floats(4, 5, 2), labels(0)), (ints(6, 2), labels(3, 3)),
          (bools(3, 2), labels(1, 0, 2, 1))]
case("Functional.indexSelect(Tensor, int, Tensor): 0", lambda x, index: x.index_select(0, index),
     *PICKED)
case("Functional.indexSelect(Tensor, int, Tensor): -1", lambda x, index: x.index_select(-1, index),
     (floats(2, 5), labels(4, 0, 4, 2)), (floats(2, 2, 5), labels(1, 1, 1)))
case("Functional.indexAdd(Tensor, int, Tensor, Tensor): 0",
     lambda x, index, source: x.index_add(0, index, source),
     (floats(5, 3), labels(4, 0, 4, 2, 4, 4), floats(6, 3)), (floats(3), labels(1), floats(1)))
case("Functional.indexAdd(Tensor, int, Tensor, Tensor): -1",
     lambda x, index, source: x.index_add(-1, index, source),
     (floats(2, 5), labels(4, 0, 4), floats(2, 3)))
TABLED = [(floats(5, 3), labels(4, 0, 4, 2)), (floats(5, 2), labels([4, 1, 1], [0, 1, 4])),
          (floats(3, 4), labels(1, 1))]
case("Functional.embedding(Tensor, Tensor)", lambda weight, x: F.embedding(x, weight), *TABLED)
case("Functional.embedding(Tensor, Tensor, int): 1",
     lambda weight, x: F.embedding(x, weight, padding_idx=1), *TABLED)
case("Device.arange(int): 5", lambda x: torch.arange(5), floats())
case("Device.arange(DType, int): FLOAT32, 3", lambda x: torch.arange(3).double(), floats())
case("Axes.flip(Tensor, int...): 0", lambda x: x.flip(0), floats(4), floats(3, 2), ints(3, 2))
case("Axes.flip(Tensor, int...): -1, 0", lambda x: x.flip(-1, 0), floats(3, 4), floats(2, 2, 3))
case("Axes.roll(Tensor, int, int): 2, 0", lambda x: x.roll(2, 0), floats(5), floats(3, 2),
     floats(2), floats(0, 2))
case("Axes.roll(Tensor, int, int): -1, -1", lambda x: x.roll(-1, -1), floats(2, 4), bools(2, 3))
case("Padding.pad(Tensor, int...): 1, 2", lambda x: F.pad(x, (1, 2)), floats(3), floats(2, 3))
case("Padding.pad(Tensor, int...): 1, 0, 2, 1", lambda x: F.pad(x, (1, 0, 2, 1)), floats(2, 3),
     ints(1, 2, 2))
case("Padding.pad(Tensor, double, int...): 0.5, 1, 2", lambda x: F.pad(x, (1, 2), value=0.5),
     floats(3), floats(2, 3))
for mode, name in (("reflect", "REFLECT"), ("replicate", "REPLICATE"), ("circular", "CIRCULAR")):
    case(f"Padding.pad(Tensor, Mode, int...): {name}, 2, 1", lambda x: F.pad(x, (2, 1), mode),
         floats(1, 2, 3), floats(2, 1, 4))
    case(f"Padding.pad(Tensor, Mode, int...): {name}, 1, 0, 2, 2",
         lambda x: F.pad(x, (1, 0, 2, 2), mode), floats(1, 2, 3, 2), floats(2, 1, 4, 4))
SIGNALS = [floats(2, 1, 4), floats(1, 2, 3)]
IMAGES = [floats(1, 2, 3, 4), floats(2, 1, 2, 3)]
for name, options in (("NEAREST", lambda axes: {"mode": "nearest"}),
                      ("LINEAR", lambda axes: {"mode": (0, "linear", "bilinear", "trilinear")[axes]}),
                      ("LINEAR_ALIGNED",
                       lambda axes: {"mode": (0, "linear", "bilinear", "trilinear")[axes],
                                     "align_corners": True})):
    for sizes in ((7,), (2,), (1,), (5, 6), (2, 3)):
        case(f"Resampling.interpolate(Tensor, Mode, int...): {name}, {str(sizes)[1:-1].strip(',')}",
             lambda x: F.interpolate(x, sizes, **options(len(sizes))),
             *(SIGNALS if len(sizes) == 1 else IMAGES))
    if name != "LINEAR_ALIGNED":
        case(f"Resampling.interpolateBy(Tensor, Mode, double...): {name}, 2",
             lambda x: F.interpolate(x, scale_factor=2.0, **options(2)), *IMAGES)
        case(f"Resampling.interpolateBy(Tensor, Mode, double...): {name}, 1.5, 0.5",
             lambda x: F.interpolate(x, scale_factor=(1.5, 0.5), **options(2)), *IMAGES)
module("Upsample", torch.nn.Upsample(scale_factor=3.0), floats(1, 2, 3), floats(1, 1, 2, 2),
       floats(1, 1, 1, 2, 2))
module("Upsample: bilinear, 2", torch.nn.Upsample(scale_factor=2.0, mode="bilinear"), *IMAGES)
module("Upsample: bilinear to 3, 5", torch.nn.Upsample((3, 5), mode="bilinear", align_corners=True),
       *IMAGES)
module("Embedding", torch.nn.Embedding(5, 3), labels(4, 0, 4, 2), labels([1, 0], [4, 3]))
module("Embedding: padding 1", torch.nn.Embedding(5, 3, padding_idx=1), labels(4, 1, 4, 1))
PADDED = {1: floats(1, 2, 4), 2: floats(1, 2, 3, 4), 3: floats(1, 1, 3, 2, 3)}
AMOUNTS = {1: (2, 1), 2: (2, 1, 0, 2), 3: (1, 0, 1, 1, 2, 1)}
for axes in (1, 2, 3):
    module(f"ZeroPad{axes}d", torch.nn.ConstantPad2d(AMOUNTS[axes], 0.0), PADDED[axes])
    module(f"ConstantPad{axes}d", getattr(torch.nn, f"ConstantPad{axes}d")(AMOUNTS[axes], 0.5),
           PADDED[axes])
    module(f"ReflectionPad{axes}d", getattr(torch.nn, f"ReflectionPad{axes}d")(AMOUNTS[axes]),
           PADDED[axes])
    module(f"ReplicationPad{axes}d", getattr(torch.nn, f"ReplicationPad{axes}d")(AMOUNTS[axes]),
           PADDED[axes])
    module(f"CircularPad{axes}d", torch.nn.Identity(), PADDED[axes],
           call=lambda _, x: F.pad(x, AMOUNTS[axes], "circular"))
module("ReflectionPad2d: 1", torch.nn.ReflectionPad2d(1), PADDED[2])

# ---- losses ----


def loss(name, made, *runs):
    case(name, lambda x, target: made(x, target), *runs)


def of_output(name, made, *runs):
    """A loss of whose target PyTorch has no gradient."""
    case(name, lambda x, target: made(x, target.detach()), *runs)


nn = torch.nn
EVEN = [(floats(3, 5), floats(3, 5)), (floats(), floats())]
KINKS = (given(0.0, 1.0, -1.0, 0.5, -0.5, 2.0), given(0.0, 0.0, 0.0, 0.0, 0.0, 0.0))
HARD = (given(-88.0, 88.0, -20.0, 20.0, 0.0, -0.0, -200.0, 200.0, 1e-39),
        given(0.0, 1.0, 1.0, 0.0, 0.5, 0.25, 1.0, 0.0, 1.0))

loss("MSELoss", nn.MSELoss(), *EVEN, (floats(0, 2), floats(0, 2)))
loss("MSELoss: none", nn.MSELoss(reduction="none"), *EVEN)
loss("MSELoss: sum", nn.MSELoss(reduction="sum"), *EVEN)
loss("L1Loss", nn.L1Loss(), *EVEN, KINKS)
loss("L1Loss: none", nn.L1Loss(reduction="none"), *EVEN, KINKS)
loss("SmoothL1Loss", nn.SmoothL1Loss(), *EVEN, KINKS)
loss("SmoothL1Loss: 0.5, none", nn.SmoothL1Loss(beta=0.5, reduction="none"), *EVEN, KINKS)
loss("HuberLoss", nn.HuberLoss(), *EVEN, KINKS)
loss("HuberLoss: 0.5, sum", nn.HuberLoss(delta=0.5, reduction="sum"), *EVEN, KINKS)
BINARY = [(probabilities(3, 5), probabilities(3, 5)),
          forward(given(0.0, 1.0, 0.0, 1.0, 1e-39), given(0.0, 1.0, 1.0, 0.0, 0.5))]
loss("BCELoss", nn.BCELoss(), *BINARY)
loss("BCELoss: none", nn.BCELoss(reduction="none"), *BINARY)
LOGITS = [(floats(3, 5), probabilities(3, 5)), HARD]
loss("BCEWithLogitsLoss", nn.BCEWithLogitsLoss(), *LOGITS)
loss("BCEWithLogitsLoss: none", nn.BCEWithLogitsLoss(reduction="none"), *LOGITS)
case("BCEWithLogitsLoss: posWeight",
     lambda x, target, weight:
     nn.BCEWithLogitsLoss(pos_weight=weight.detach())(x, target.detach()),
     (floats(3, 5), probabilities(3, 5), positives(5)),
     (*HARD, given(*[2.5] * len(HARD[0](0)))))
DIVERGENCES = [(floats(3, 5), probabilities(3, 5)), (floats(3), given(0.0, 0.5, 1.0))]
of_output("KLDivLoss", nn.KLDivLoss(reduction="mean"), *DIVERGENCES)
of_output("KLDivLoss: batchMean", nn.KLDivLoss(reduction="batchmean"), *DIVERGENCES)
loss("KLDivLoss: logTarget, sum", nn.KLDivLoss(reduction="sum", log_target=True), *EVEN[:1])
COUNTS = [(floats(3, 5), counts(3, 5)), (floats(), counts())]
loss("PoissonNLLLoss", nn.PoissonNLLLoss(), *COUNTS)
of_output("PoissonNLLLoss: rates, full", nn.PoissonNLLLoss(log_input=False, full=True),
          (positives(3, 5), counts(3, 5)))
NORMAL = [(floats(3, 5), floats(3, 5), positives(3, 5)), (floats(3, 5), floats(3, 5), positives(3, 1))]
case("GaussianNLLLoss", lambda x, target, var: nn.GaussianNLLLoss()(x, target, var), *NORMAL)
case("GaussianNLLLoss: full, none",
     lambda x, target, var: nn.GaussianNLLLoss(full=True, reduction="none")(x, target, var), *NORMAL)
HINGES = [(floats(3, 5), signs(3, 5)), (given(1.0, 0.5, 1.5, 1.0), given(-1.0, -1.0, -1.0, 1.0))]
of_output("HingeEmbeddingLoss", nn.HingeEmbeddingLoss(), *HINGES)
of_output("HingeEmbeddingLoss: 0.5, none", nn.HingeEmbeddingLoss(0.5, reduction="none"), *HINGES)
RANKS = [(floats(3, 5), floats(3, 5), signs(3, 5)), (given(1.0, 2.0), given(1.0, 1.0), given(1.0, -1.0))]
case("MarginRankingLoss", lambda x, y, z: nn.MarginRankingLoss()(x, y, z.detach()), *RANKS)
case("MarginRankingLoss: 0.5, none",
     lambda x, y, z: nn.MarginRankingLoss(0.5, reduction="none")(x, y, z.detach()), *RANKS)
THREE = [(floats(3, 5), floats(3, 5), floats(3, 5)), (floats(5), floats(5), floats(5))]
case("TripletMarginLoss", lambda x, y, z: nn.TripletMarginLoss()(x, y, z), *THREE)
case("TripletMarginLoss: 0.3, 1, swap, none",
     lambda x, y, z: nn.TripletMarginLoss(0.3, p=1, swap=True, reduction="none")(x, y, z), *THREE)
ANGLES = [(floats(4, 5), floats(4, 5), signs(4)), (floats(5), floats(5), signs())]
case("CosineEmbeddingLoss", lambda x, y, z: nn.CosineEmbeddingLoss()(x, y, z.detach()), *ANGLES)
case("CosineEmbeddingLoss: 0.2, none",
     lambda x, y, z: nn.CosineEmbeddingLoss(0.2, reduction="none")(x, y, z.detach()), *ANGLES)
PLACES = [
    (floats(4, 3), labels(2, 0, -100, 1)),
    (floats(2, 3, 2), labels([2, 0], [-100, 1])),
    (floats(2, 3, 2, 2), labels([[2, 0], [1, 1]], [[0, -100], [1, 2]])),
]
NOT_IGNORED = [(floats(4, 3), labels(2, 0, 1, 1)), (floats(2, 3, 2), labels([2, 0], [1, 1]))]


def dice(smooth, of=torch.mean):
    def call(x, target):
        axes = tuple(range(1, x.dim()))
        both = 2 * (x * target).sum(axes) + smooth
        return of(1 - both / (x.sum(axes) + target.sum(axes) + smooth))
    return call


def focal(alpha, gamma, of=torch.mean):
    """As torchvision has it."""
    def call(x, target):
        p = x.sigmoid()
        right = p * target + (1 - p) * (1 - target)
        share = alpha * target + (1 - alpha) * (1 - target)
        entropy = F.binary_cross_entropy_with_logits(x, target, reduction="none")
        return of(share * entropy * (1 - right) ** gamma)
    return call


MARKED = [(probabilities(2, 3, 4), probabilities(2, 3, 4)), (probabilities(3, 2), probabilities(3, 2))]
loss("DiceLoss", dice(1.0), *MARKED)
loss("DiceLoss: 0.5, none", dice(0.5, lambda x: x), *MARKED)
ANSWERS = given(0.0, 1.0, 1.0, 0.0, 1.0, 0.0)
FOUND = [(given(0.5, -1.5, 2.0, -3.0, 0.0, 0.0), ANSWERS), (given(-9.0, 9.0, -9.0, 9.0, 1.0, 2.0), ANSWERS)]


def ssim(data_range, size, sigma, reduce):
    """Z. Wang and others, 2004, composed: no PyTorch has it."""
    places = torch.arange(size, dtype=torch.float64) - (size - 1) / 2
    bell = torch.exp(-places ** 2 / (2 * sigma ** 2))
    bell = bell / bell.sum()

    def means(x):
        kernel = (bell[:, None] * bell[None, :]).expand(x.shape[1], 1, size, size)
        return F.conv2d(x, kernel, groups=x.shape[1])

    def of(x, y):
        c1, c2 = (0.01 * data_range) ** 2, (0.03 * data_range) ** 2
        mx, my = means(x), means(y)
        sx, sy, sxy = means(x * x) - mx ** 2, means(y * y) - my ** 2, means(x * y) - mx * my
        return reduce(1 - (2 * mx * my + c1) * (2 * sxy + c2)
                      / ((mx ** 2 + my ** 2 + c1) * (sx + sy + c2)))
    return of


loss("SSIMLoss", ssim(1, 11, 1.5, torch.mean), (floats(1, 2, 12, 13), probabilities(1, 2, 12, 13)))
loss("SSIMLoss: 2, 3, 0.75, none", ssim(2, 3, 0.75, lambda x: x),
     (floats(2, 1, 4, 5), floats(2, 1, 4, 5)))
of_output("FocalLoss", focal(0.25, 2.0), *FOUND)
of_output("FocalLoss: 0.75, 1.5, none", focal(0.75, 1.5, lambda x: x), *FOUND)
loss("NLLLoss", nn.NLLLoss(), *PLACES)
loss("NLLLoss: none", nn.NLLLoss(reduction="none"), *PLACES)
loss("NLLLoss: ignoring 1, sum", nn.NLLLoss(ignore_index=1, reduction="sum"), *NOT_IGNORED)
WEIGHTED_PLACES = [(*place, positives(3)) for place in PLACES]
case("NLLLoss: weight", lambda x, target, w: nn.NLLLoss(w.detach())(x, target), *WEIGHTED_PLACES)
loss("CrossEntropyLoss", nn.CrossEntropyLoss(), *LABELLED, *PLACES)
loss("CrossEntropyLoss: none", nn.CrossEntropyLoss(reduction="none"), *PLACES)
loss("CrossEntropyLoss: ignoring 1", nn.CrossEntropyLoss(ignore_index=1), *NOT_IGNORED)
loss("CrossEntropyLoss: smoothed", nn.CrossEntropyLoss(label_smoothing=0.25), *PLACES)
case("CrossEntropyLoss: weight", lambda x, target, w: nn.CrossEntropyLoss(w.detach())(x, target),
     *WEIGHTED_PLACES)
case("CrossEntropyLoss: weight, smoothed",
     lambda x, target, w:
     nn.CrossEntropyLoss(w.detach(), label_smoothing=0.25, reduction="none")(x, target),
     *WEIGHTED_PLACES)
SOFT_TARGETS = [(floats(4, 3), probabilities(4, 3)), (floats(2, 3, 2), probabilities(2, 3, 2))]
of_output("CrossEntropyLoss: probabilities", nn.CrossEntropyLoss(), *SOFT_TARGETS)
of_output("CrossEntropyLoss: probabilities, smoothed, none",
          nn.CrossEntropyLoss(label_smoothing=0.25, reduction="none"), *SOFT_TARGETS)
case("CrossEntropyLoss: probabilities, weight",
     lambda x, target, w: nn.CrossEntropyLoss(w.detach(), label_smoothing=0.25)(x, target.detach()),
     *[(*soft, positives(3)) for soft in SOFT_TARGETS])

import window_cases  # noqa: E402,F401: its lines come here

save(pathlib.Path(__file__).parent.parent / "resources/dev/flambeau/torch/tensor_cases.txt")
