"""flambeau bench gemm --json for squares, by PyTorch on a GPU: the vendor's library, TF32 off."""

import argparse
import json
import statistics
import time

import torch

SHORTEST_GROUP = 1e-3
FEWEST_GROUPS = 3


def group(a, b, c, runs):
    """Seconds of so many products."""
    start = time.perf_counter()
    for _ in range(runs):
        torch.matmul(a, b, out=c)
    torch.cuda.synchronize()
    return time.perf_counter() - start


def timed(n, warm_up, measured):
    """Seconds a product, as dev.flambeau.benchmarks.command.timing.Groups does it."""
    a, b, c = (torch.rand(n, n, device="cuda") * 2 - 1 for _ in range(3))
    runs, total = 1, 0
    while True:
        taken = group(a, b, c, runs)
        total += taken
        if taken < SHORTEST_GROUP:
            runs *= 2
        elif total >= warm_up:
            break
    seconds, total = [], 0
    while total < measured or len(seconds) < FEWEST_GROUPS:
        taken = group(a, b, c, runs)
        total += taken
        seconds.append(taken / runs)
    return seconds


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", default="4096")
    parser.add_argument("--warm-up", type=float, default=1)
    parser.add_argument("--seconds", type=float, default=1)
    options = parser.parse_args()
    torch.backends.cuda.matmul.allow_tf32 = False
    sizes = []
    for n in map(int, options.sizes.split(",")):
        seconds = timed(n, options.warm_up, options.seconds)
        flops = 2 * n**3 * 1e-9
        sizes.append({
            "m": n, "n": n, "k": n, "gflopsBest": flops / min(seconds),
            "gflopsMedian": flops / statistics.median(seconds)})
    print(json.dumps(
        {"device": torch.cuda.get_device_name(), "threads": 0, "sizes": sizes},
        separators=(",", ":")))


main()
