#!/usr/bin/python3
"""PyTorch's learning rates, of 1,000 steps by each schedule: schedules.py > schedules.txt"""

import torch
from torch.optim import lr_scheduler as schedulers

STEPS = 1000
BASE = 0.1


def optimizer(rate=BASE):
    return torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=rate)


def rates(make, steps=STEPS, metric=None):
    """The rate of each step, as a training loop has it."""
    by = optimizer()
    schedule = make(by)
    found = []
    for step in range(steps):
        found.append(by.param_groups[0]["lr"])
        by.step()
        schedule.step() if metric is None else schedule.step(metric(step))
    return found


def loss(step):
    """Falls, stays for a while, rises now and then."""
    return max(0.5, 3 - step / 40) + (step * 37 % 11) / 50


SCHEDULES = {
    "constant": lambda o: schedulers.ConstantLR(o, factor=0.25, total_iters=40),
    "linear": lambda o: schedulers.LinearLR(o, start_factor=0.2, end_factor=0.7, total_iters=300),
    "step": lambda o: schedulers.StepLR(o, step_size=70, gamma=0.7),
    "multiStep": lambda o: schedulers.MultiStepLR(o, milestones=[30, 80, 700], gamma=0.3),
    "exponential": lambda o: schedulers.ExponentialLR(o, gamma=0.997),
    "polynomial": lambda o: schedulers.PolynomialLR(o, total_iters=800, power=1.7),
    "cosine": lambda o: schedulers.CosineAnnealingLR(o, T_max=1000, eta_min=1e-3),
    "restarts": lambda o: schedulers.CosineAnnealingWarmRestarts(o, T_0=50, T_mult=2, eta_min=1e-4),
    "evenRestarts": lambda o: schedulers.CosineAnnealingWarmRestarts(o, T_0=64, eta_min=0),
    "oneCycle": lambda o: schedulers.OneCycleLR(o, max_lr=0.3, total_steps=1000),
    "warmUpThenCosine": lambda o: schedulers.SequentialLR(
        o,
        [
            schedulers.LinearLR(o, start_factor=0.01, total_iters=100),
            schedulers.CosineAnnealingLR(o, T_max=900),
        ],
        milestones=[100],
    ),
    "constantTimesExponential": lambda o: schedulers.ChainedScheduler(
        [
            schedulers.ConstantLR(o, factor=0.1, total_iters=20),
            schedulers.ExponentialLR(o, gamma=0.99),
        ]
    ),
    "lambda": lambda o: schedulers.LambdaLR(o, lambda step: 1 / (1 + step)),
}

print(f"# By tck/src/test/oracle/schedules.py, from PyTorch {torch.__version__}; not to be edited.")
for name, make in SCHEDULES.items():
    print(name, *map(repr, rates(make)))
plateau = lambda o: schedulers.ReduceLROnPlateau(o, factor=0.5, patience=4, cooldown=3, min_lr=1e-3)
print("plateau", *map(repr, rates(plateau, metric=loss)))
rising = lambda o: schedulers.ReduceLROnPlateau(
    o, mode="max", factor=0.3, patience=2, threshold=0.05, threshold_mode="abs"
)
print("risingPlateau", *map(repr, rates(rising, metric=lambda step: -loss(step))))
