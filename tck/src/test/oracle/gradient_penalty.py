#!/usr/bin/python3
"""A critic with WGAN-GP's penalty after 20 steps of SGD: gradient_penalty.py > gradient_penalty.txt

I. Gulrajani, F. Ahmed, M. Arjovsky, V. Dumoulin, A. Courville: Improved Training of Wasserstein
GANs, 2017. In float64; weights and batches are short decimals.
"""

import torch

torch.set_default_dtype(torch.float64)

STEPS = 20
RATE = 0.05
PENALTY = 10


def numbers(count, seed):
    """Numbers on [-0.9, 0.9], as the Java test has them."""
    return torch.tensor([((i * 37 + seed * 11) % 19 - 9) / 10 for i in range(count)])


def leaf(seed, *shape):
    count = torch.Size(shape).numel()
    return (numbers(count, seed) / 2).reshape(shape).requires_grad_()


w1, b1, w2, b2, w3 = leaf(1, 8, 3), leaf(2, 8), leaf(3, 8, 8), leaf(4, 8), leaf(5, 1, 8)
parameters = [w1, b1, w2, b2, w3]


def critic(x):
    h = torch.nn.functional.leaky_relu(x @ w1.T + b1, 0.2)
    return torch.tanh(h @ w2.T + b2) @ w3.T


optimizer = torch.optim.SGD(parameters, lr=RATE)
for step in range(STEPS):
    real = numbers(4 * 3, 7 + step).reshape(4, 3)
    fake = numbers(4 * 3, 50 + step).reshape(4, 3)
    share = (numbers(4, 90 + step).reshape(4, 1) + 1) / 2
    mixed = (real * share + fake * (1 - share)).requires_grad_()
    (gradient,) = torch.autograd.grad(critic(mixed).sum(), mixed, create_graph=True)
    norms = (gradient.square().sum(1) + 1e-12).sqrt()
    loss = critic(fake).mean() - critic(real).mean() + PENALTY * (norms - 1).square().mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print("loss", repr(loss.item()))
for name, tensor in zip(["w1", "b1", "w2", "b2", "w3"], parameters):
    print(name, " ".join(repr(x) for x in tensor.flatten().tolist()))
