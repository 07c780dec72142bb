"""flambeau bench step --json, by PyTorch from Python; what it cannot know is null.

Its threads are the caller's: OMP_NUM_THREADS and OPENBLAS_NUM_THREADS, both, before it starts. With
--device cuda it is a GPU's, in single precision throughout.
"""

import argparse
import json
import statistics
import time

import torch
from torch import nn

BATCHES = 8
SHORTEST_GROUP = 1e-3
FEWEST_GROUPS = 3


class Elman(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.RNN(1, 64)
        self.output = nn.Linear(64, 1)

    def forward(self, x):
        return self.output(self.rnn(x)[0])


def perceptron(hidden):
    return nn.Sequential(
        nn.Linear(784, hidden), nn.ReLU(), nn.Linear(hidden, hidden), nn.ReLU(),
        nn.Linear(hidden, 10))


def lenet():
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(),
        nn.MaxPool2d(2), nn.Flatten(), nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84),
        nn.ReLU(), nn.Linear(84, 10))


def cnn():
    return nn.Sequential(
        nn.Conv2d(1, 32, 3, padding=1), nn.ReLU(), nn.Conv2d(32, 64, 3, padding=1), nn.ReLU(),
        nn.MaxPool2d(2), nn.Flatten(), nn.Linear(64 * 14 * 14, 128), nn.ReLU(), nn.Linear(128, 10))


class Block(nn.Module):
    def __init__(self, n, out, stride):
        super().__init__()
        self.path = nn.Sequential(
            nn.Conv2d(n, out, 3, stride, 1, bias=False), nn.BatchNorm2d(out), nn.ReLU(),
            nn.Conv2d(out, out, 3, 1, 1, bias=False), nn.BatchNorm2d(out))
        self.downsample = nn.Identity() if stride == 1 and n == out else nn.Sequential(
            nn.Conv2d(n, out, 1, stride, bias=False), nn.BatchNorm2d(out))

    def forward(self, x):
        return torch.relu(self.path(x) + self.downsample(x))


def pooled(channels):
    return nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, 10)


def resnet8():
    return nn.Sequential(
        nn.Conv2d(3, 16, 3, padding=1, bias=False), nn.BatchNorm2d(16), nn.ReLU(),
        Block(16, 16, 1), Block(16, 32, 2), Block(32, 64, 2), *pooled(64))


def resnet18():
    return nn.Sequential(
        nn.Conv2d(3, 64, 7, 2, 3, bias=False), nn.BatchNorm2d(64), nn.ReLU(),
        nn.MaxPool2d(3, 2, 1), Block(64, 64, 1), Block(64, 64, 1), Block(64, 128, 2),
        Block(128, 128, 1), Block(128, 256, 2), Block(256, 256, 1), Block(256, 512, 2),
        Block(512, 512, 1), *pooled(512))


def depthwise():
    return nn.Sequential(
        nn.Conv2d(64, 64, 3, padding=1, groups=64, bias=False), nn.BatchNorm2d(64), nn.ReLU(),
        nn.Conv2d(64, 64, 1, bias=False), nn.BatchNorm2d(64), nn.ReLU(), *pooled(64))


IMAGES = {
    "lenet": (lenet, (1, 28, 28)), "cnn-32-64": (cnn, (1, 28, 28)),
    "resnet8": (resnet8, (3, 32, 32)), "resnet18": (resnet18, (3, 64, 64)),
    "depthwise": (depthwise, (64, 32, 32))}


def uniform(*shape):
    return torch.rand(*shape) * 2 - 1


def task(name, batch):
    """The model, the loss, and the batches."""
    if name == "rnn":
        samples = [(uniform(50, batch, 1), uniform(50, batch, 1)) for _ in range(BATCHES)]
        return Elman(), nn.MSELoss(), samples
    if name in IMAGES:
        model, image = IMAGES[name]
        samples = [(uniform(batch, *image), torch.arange(batch) % 10) for _ in range(BATCHES)]
        return model(), nn.CrossEntropyLoss(), samples
    samples = [(uniform(batch, 784), torch.arange(batch) % 10) for _ in range(BATCHES)]
    return perceptron(int(name[4:])), nn.CrossEntropyLoss(), samples


def wait(device):
    if device == "cuda":
        torch.cuda.synchronize()


def group(step, samples, rounds, device, clock):
    """Seconds a step, by the time that passes and by the clock of figures."""
    start, begin = time.perf_counter(), clock()
    for _ in range(rounds):
        for sample in samples:
            step(*sample)
    wait(device)
    steps = rounds * len(samples)
    return (time.perf_counter() - start) / steps, (clock() - begin) / steps


def timed(step, samples, warm_up, measured, device, clock):
    """As dev.flambeau.benchmarks.command.timing.Groups does it."""
    rounds, total = 1, 0
    while True:
        taken = group(step, samples, rounds, device, clock)[0] * rounds * len(samples)
        total += taken
        if taken < SHORTEST_GROUP:
            rounds *= 2
        elif total >= warm_up:
            break
    seconds, total = [], 0
    while total < measured or len(seconds) < FEWEST_GROUPS:
        elapsed, counted = group(step, samples, rounds, device, clock)
        seconds.append(counted)
        total += elapsed * rounds * len(samples)
    return seconds


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("name", choices=["mlp-16", "mlp-512", "rnn", *IMAGES])
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--warm-up", type=float, default=2)
    parser.add_argument("--seconds", type=float, default=1)
    parser.add_argument("--clock", choices=["wall", "thread"], default="wall")
    options = parser.parse_args()
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = False
    model, loss, samples = task(options.name, options.batch)
    model = model.to(options.device)
    samples = [(x.to(options.device), y.to(options.device)) for x, y in samples]
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)

    def step(x, y):
        optimizer.zero_grad(set_to_none=True)
        loss(model(x), y).backward()
        optimizer.step()

    clock = time.thread_time if options.clock == "thread" else time.perf_counter
    seconds = timed(step, samples, options.warm_up, options.seconds, options.device, clock)
    print(json.dumps({
        "name": options.name, "device": options.device, "threads": torch.get_num_threads(),
        "mode": "eager", "bestMs": min(seconds) * 1e3,
        "medianMs": statistics.median(seconds) * 1e3, "maxMs": max(seconds) * 1e3,
        "launches": None, "heapBytesPerStep": None, "floorMs": None}, separators=(",", ":")))


main()
