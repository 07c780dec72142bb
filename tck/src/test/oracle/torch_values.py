"""The mechanism of tensor_cases.py: inputs by one rule, and lines with what PyTorch makes of them.

Everything is computed in float64 from inputs that are floats, and rounded once, at the end. The
gradient is that of sum(output * weights). Inputs and weights follow one rule and no generator:
element i of operand k is ((i + 1) * 37 * (2 * k + 7) % 401 - 200) / 100, rounded to float32, and
weights are operand 9. The file holds them too, so that whoever reads it needs no rule.
"""

import inspect

import numpy
import torch

NAMES = {
    torch.float64: "FLOAT32",  # what is computed in float64 is written as floats
    torch.int64: "INT32",
    torch.int32: "INT32",
    torch.bool: "BOOL",
}
WEIGHTS = 9
NAN, INF = float("nan"), float("inf")
ODD = [NAN, INF, -INF, 0.0, -0.0, 1.0, -2.5]

LINES = []

torch.set_num_threads(1)


# ---- inputs: a function from the operand's number to its values ----


def spread(k, shape):
    count = int(numpy.prod(shape))
    return [(i + 1) * 37 * (2 * k + 7) % 401 for i in range(count)]


def rounded(number):
    """A number as a float has it, which is what Flambeau computes with."""
    return float(numpy.float32(number))


def tensor(values, shape):
    numbers = [rounded(value) for value in numpy.ravel(values)]
    return torch.tensor(numbers, dtype=torch.float64).reshape(shape)


def floats(*shape):
    return lambda k: tensor([(s - 200) / 100 for s in spread(k, shape)], shape)


def positives(*shape):
    return lambda k: tensor([(s + 20) / 100 for s in spread(k, shape)], shape)


def probabilities(*shape):
    return lambda k: tensor([(s + 1) / 403 for s in spread(k, shape)], shape)


def signs(*shape):
    return lambda k: tensor([s % 2 * 2 - 1 for s in spread(k, shape)], shape)


def counts(*shape):
    return lambda k: tensor([s % 6 for s in spread(k, shape)], shape)


def ties(*shape):
    """Whole numbers from -1 to 1: most of them stand several times."""
    return lambda k: tensor([s % 3 - 1 for s in spread(k, shape)], shape)


def given(*values):
    return lambda k: tensor(values, (len(values),))


def rows(*values):
    return lambda k: tensor(values, (len(values), len(values[0])))


def labels(*values):
    return lambda k: torch.tensor(values, dtype=torch.int64)


def ints(*shape):
    return whole(shape, torch.int64, lambda s: s % 7 - 3)


def bools(*shape):
    return whole(shape, torch.bool, lambda s: s % 2 == 0)


def whole(shape, dtype, function):
    return lambda k: torch.tensor(list(map(function, spread(k, shape))), dtype=dtype).reshape(shape)


# ---- lines ----


class Forward(tuple):
    """Operands of which no gradient is taken: PyTorch has none, or leaves it open."""


def forward(*operands):
    return Forward(operands)


def case(name, function, *runs, out=None):
    """A line: its name in Java, the same in PyTorch, and operands to run it on."""
    record(name, list(inspect.signature(function).parameters), function, runs, {}, out)


def module(name, made, *runs, call=lambda module, *inputs: module(*inputs), names=("x",)):
    """A line of a layer: its parameters are operands, behind the inputs."""
    parameters = dict(made.double().named_parameters())
    record(name, [*names, *parameters], lambda *inputs: call(made, *inputs), runs, parameters)


def record(name, names, function, runs, parameters, out=None):
    LINES.append(f"\n== {name}")
    for number, run in enumerate(runs):
        operands = run if isinstance(run, tuple) else (run,)
        inputs = [make(k) for k, make in enumerate(operands)]
        for k, parameter in enumerate(parameters.values(), len(inputs)):
            parameter.data = floats(*parameter.shape)(k)
        if number > 0:
            LINES.append("")
        leaves = dict(zip(names, [*inputs, *parameters.values()]))
        write(leaves, lambda: function(*inputs), isinstance(run, Forward), out)


def write(leaves, function, forward_only, out):
    for name, leaf in leaves.items():
        leaf.grad = None
        leaf.requires_grad_(leaf.is_floating_point() and not forward_only)
        LINES.append(f"in {name} {text(leaf)}")
    output = function()
    LINES.append(f"out {text(output, out)}")
    if forward_only or not output.is_floating_point():
        return
    weights = floats(*output.shape)(WEIGHTS)
    LINES.append(f"weights {text(weights, out)}")
    if output.requires_grad:
        (output * weights).sum().backward()
    for name, leaf in leaves.items():
        LINES.append(f"grad {name} {'none' if leaf.grad is None else text(leaf.grad)}")


def text(tensor, dtype=None):
    dtype = dtype or NAMES[tensor.dtype]
    sizes = ", ".join(str(size) for size in tensor.shape)
    values = " ".join(number(value, dtype) for value in tensor.detach().flatten().tolist())
    return f"{dtype} ({sizes}): {values}".rstrip()


def number(value, dtype):
    with numpy.errstate(over="ignore"):
        return str(numpy.float32(value)) if dtype == "FLOAT32" else str(value).lower()


def save(file):
    """Writes all lines, under the version of PyTorch that gave the values."""
    head = f"# By tck/src/test/oracle/tensor_cases.py, from PyTorch {torch.__version__}"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(head + "; not to be edited.\n" + "\n".join(LINES) + "\n")
