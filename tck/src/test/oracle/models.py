"""torchvision's networks on weights by one rule: logits, losses of ten steps, and their states.

    /usr/bin/python3 models.py      # needs python3-torch and python3-torchvision; a minute

Everything is computed in float64 from weights and images that are floats. Element i of tensor k is
made of u(k, i) in [-1/2, 1/2), a hash of k and i in 32 bits: weights of two axes or more are
u * sqrt(24 / fanIn), weights of one axis and variances 1 + u, all else u / 5; k counts the state in
its order. Images are u(1000, i) * 4, and the label of image i is 3 * i mod 10.
"""

import math
import pathlib

import numpy
import torch
import torchvision

FOLDER = pathlib.Path(__file__).parent.parent / "resources/dev/flambeau/torch"
CLASSES = 10
IMAGES = 1000

torch.set_num_threads(2)


def hashed(k, count):
    mask = numpy.uint64(0xFFFFFFFF)
    h = (numpy.arange(count, dtype=numpy.uint64) * numpy.uint64(2654435761)) & mask
    h = (h + numpy.uint64(k * 40503)) & mask
    for shift, factor in ((16, 2246822519), (13, 3266489917)):
        h ^= h >> numpy.uint64(shift)
        h = (h * numpy.uint64(factor)) & mask
    h ^= h >> numpy.uint64(16)
    return (h >> numpy.uint64(8)).astype(numpy.float64) / 2**24 - 0.5


def values(k, name, shape):
    u = hashed(k, int(numpy.prod(shape)))
    if len(shape) >= 2:
        u = u * math.sqrt(24 / numpy.prod(shape[1:]))
    elif name.endswith("weight") or name.endswith("running_var"):
        u = 1 + u
    else:
        u = u / 5
    return torch.tensor(u.astype(numpy.float32).astype(numpy.float64)).reshape(shape)


def fill(model):
    model = model.double()
    state = model.state_dict()
    for k, (name, tensor) in enumerate(state.items()):
        if not name.endswith("num_batches_tracked"):
            tensor.copy_(values(k, name, tuple(tensor.shape)))
    return model


def images(count, size):
    u = hashed(IMAGES, count * 3 * size * size) * 4
    return torch.tensor(u.astype(numpy.float32).astype(numpy.float64)).reshape(count, 3, size, size)


def labels(count):
    return torch.tensor([3 * i % CLASSES for i in range(count)])


def logits(model):
    model.eval()
    with torch.no_grad():
        return fill(model)(images(2, 64)).flatten().tolist()


def losses(model):
    model = fill(model)
    model.train()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.0005, momentum=0.9)
    found = []
    for _ in range(10):
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(model(images(4, 64)), labels(4))
        loss.backward()
        optimizer.step()
        found.append(loss.item())
    return found


def numbers(name, found):
    return name + " " + " ".join(repr(number) for number in found) + "\n"


def write(file, text):
    versions = f"PyTorch {torch.__version__}, torchvision {torchvision.__version__}"
    head = f"# By tck/src/test/oracle/models.py, from {versions}; not to be edited.\n"
    (FOLDER / file).write_text(head + text)


def state(name, model):
    """A line a tensor: model, name, sizes."""
    return "".join(
        " ".join([name, key, *map(str, tensor.shape)]) + "\n"
        for key, tensor in model.state_dict().items()
    )


models = torchvision.models
write(
    "models.txt",
    numbers("resnet18.logits", logits(models.resnet18(num_classes=CLASSES)))
    + numbers("resnet18.losses", losses(models.resnet18(num_classes=CLASSES)))
    + numbers("mobilenet_v2.logits", logits(models.mobilenet_v2(num_classes=CLASSES)))
)
NAMES = ["resnet18", "resnet34", "resnet50", "vgg16", "vgg16_bn", "mobilenet_v2"]
write("model_states.txt", "".join(state(name, getattr(models, name)()) for name in NAMES))
