#!/usr/bin/python3
"""Parameters after each of 20 steps by PyTorch's optimizers in float64: optimizers.py > optimizers.txt

Settings are numbers that float32 has, so that both sides compute with the same ones. Lion, which
PyTorch lacks, is written out here by its paper; so is NAdam by PyTorch's own documentation, which
PyTorch 1.13 does not follow: it has mu twice in the product of the next step, mended in 2.0.
"""

import torch

torch.set_default_dtype(torch.float64)

STEPS = 20
ELEMENTS = 5


def f32(number):
    return float(torch.tensor(number, dtype=torch.float32))


def start():
    return torch.tensor([((i * 7) % 11 - 5) / 4 for i in range(ELEMENTS)])


def gradient(step):
    """Of different sizes, some falling, some changing sign, one 0 for a while."""
    return torch.tensor(
        [((step * 5 + i * 3) % 13 - 6) / 2.0 ** (i * 2) * (0 if i == 3 and step < 4 else 1) for i in range(ELEMENTS)]
    )


class Lion(torch.optim.Optimizer):
    """X. Chen et al., Symbolic Discovery of Optimization Algorithms, 2023, algorithm 2."""

    def __init__(self, params, lr=1e-4, betas=(0.9, 0.99), weight_decay=0.0, maximize=False):
        super().__init__(params, dict(lr=lr, betas=betas, weight_decay=weight_decay, maximize=maximize))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            first, second = group["betas"]
            for p in group["params"]:
                g = -p.grad if group["maximize"] else p.grad
                m = self.state[p].setdefault("exp_avg", torch.zeros_like(p))
                update = torch.sign(first * m + (1 - first) * g)
                p.mul_(1 - group["lr"] * group["weight_decay"]).sub_(group["lr"] * update)
                m.mul_(second).add_((1 - second) * g)


class NAdam(torch.optim.Optimizer):
    """The algorithm in the documentation of torch.optim.NAdam."""

    def __init__(self, params, lr, betas, eps=1e-8, weight_decay=0.0, momentum_decay=4e-3):
        self.settings = lr, betas, eps, weight_decay, momentum_decay
        self.t, self.product, self.m, self.v = 0, 1.0, 0.0, 0.0
        super().__init__(params, {})

    @torch.no_grad()
    def step(self):
        lr, (first, second), eps, weight_decay, momentum_decay = self.settings
        p = self.param_groups[0]["params"][0]
        g = p.grad + weight_decay * p
        self.t += 1
        now, after = (first * (1 - 0.96 ** (t * momentum_decay) / 2) for t in (self.t, self.t + 1))
        self.product *= now
        self.m = first * self.m + (1 - first) * g
        self.v = second * self.v + (1 - second) * g * g
        mean = after * self.m / (1 - self.product * after) + (1 - now) * g / (1 - self.product)
        p -= lr * mean / ((self.v / (1 - second**self.t)).sqrt() + eps)


o = torch.optim
BETAS = (f32(0.75), f32(0.9375))
RATE, DECAY, SHARE = f32(0.01), f32(0.125), f32(0.5)
CASES = {
    "sgd": (o.SGD, dict(lr=RATE)),
    "sgd.weightDecay": (o.SGD, dict(lr=RATE, weight_decay=DECAY)),
    "sgd.momentum": (o.SGD, dict(lr=RATE, momentum=SHARE)),
    "sgd.dampening": (o.SGD, dict(lr=RATE, momentum=SHARE, dampening=f32(0.25), weight_decay=DECAY)),
    "sgd.nesterov": (o.SGD, dict(lr=RATE, momentum=SHARE, nesterov=True, weight_decay=DECAY)),
    "sgd.maximize": (o.SGD, dict(lr=RATE, momentum=SHARE, maximize=True, weight_decay=DECAY)),
    "adam": (o.Adam, dict(lr=RATE, betas=BETAS)),
    "adam.defaults": (o.Adam, dict(lr=f32(1e-3), betas=(f32(0.9), f32(0.999)))),
    "adam.weightDecay": (o.Adam, dict(lr=RATE, betas=BETAS, eps=f32(1e-3), weight_decay=DECAY)),
    "adam.amsgrad": (o.Adam, dict(lr=RATE, betas=BETAS, amsgrad=True)),
    "adam.maximize": (o.Adam, dict(lr=RATE, betas=BETAS, maximize=True)),
    "adamW": (o.AdamW, dict(lr=RATE, betas=BETAS, weight_decay=f32(1e-2))),
    "adamW.amsgrad": (o.AdamW, dict(lr=RATE, betas=BETAS, weight_decay=DECAY, amsgrad=True)),
    "adamW.maximize": (o.AdamW, dict(lr=RATE, betas=BETAS, weight_decay=DECAY, maximize=True)),
    "rmsprop": (o.RMSprop, dict(lr=RATE, alpha=f32(0.9375))),
    "rmsprop.momentum": (o.RMSprop, dict(lr=RATE, alpha=f32(0.9375), momentum=SHARE, eps=f32(1e-3))),
    "rmsprop.centered": (o.RMSprop, dict(lr=RATE, alpha=f32(0.9375), centered=True, weight_decay=DECAY)),
    "rmsprop.all": (
        o.RMSprop,
        dict(lr=RATE, alpha=f32(0.9375), centered=True, momentum=SHARE, weight_decay=DECAY),
    ),
    "adagrad": (o.Adagrad, dict(lr=RATE)),
    "adagrad.all": (
        o.Adagrad,
        dict(lr=RATE, lr_decay=f32(0.25), weight_decay=DECAY, initial_accumulator_value=SHARE, eps=f32(1e-3)),
    ),
    "adagrad.maximize": (o.Adagrad, dict(lr=RATE, maximize=True)),
    "adadelta": (o.Adadelta, dict(rho=f32(0.9375))),
    "adadelta.all": (o.Adadelta, dict(lr=SHARE, rho=f32(0.75), eps=f32(1e-3), weight_decay=DECAY)),
    "adamax": (o.Adamax, dict(lr=RATE, betas=BETAS)),
    "adamax.all": (o.Adamax, dict(lr=RATE, betas=BETAS, eps=f32(1e-3), weight_decay=DECAY)),
    "nadam": (NAdam, dict(lr=RATE, betas=BETAS, momentum_decay=f32(4e-3))),
    "nadam.all": (
        NAdam,
        dict(lr=RATE, betas=BETAS, eps=f32(1e-3), weight_decay=DECAY, momentum_decay=f32(0.25)),
    ),
    "radam": (o.RAdam, dict(lr=RATE, betas=BETAS)),
    "radam.defaults": (o.RAdam, dict(lr=f32(1e-3), betas=(f32(0.9), f32(0.999)))),
    "radam.all": (o.RAdam, dict(lr=RATE, betas=BETAS, eps=f32(1e-3), weight_decay=DECAY)),
    "lion": (Lion, dict(lr=RATE, betas=BETAS)),
    "lion.weightDecay": (Lion, dict(lr=RATE, betas=BETAS, weight_decay=DECAY)),
}

print(f"# By tck/src/test/oracle/optimizers.py, from PyTorch {torch.__version__}; not to be edited.")
print(f"# name, then {ELEMENTS} elements after each of {STEPS} steps")
for name, (make, settings) in CASES.items():
    parameter = torch.nn.Parameter(start())
    optimizer = make([parameter], **settings)
    found = []
    for step in range(STEPS):
        parameter.grad = gradient(step)
        optimizer.step()
        found += parameter.tolist()
    print(name, " ".join(repr(number) for number in found))
