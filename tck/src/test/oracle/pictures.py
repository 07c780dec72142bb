#!/usr/bin/python3
"""Prints what PyTorch makes of pictures, and random numbers by a second implementation, a line each.

    resize    height width channels  height width  levels  PyTorch's numbers
    rotate    height width channels  degrees       levels  PyTorch's numbers
    normalize channels  means  deviations  levels  PyTorch's numbers, as bits
    draws     seed epoch example place  words

Levels are 0 to 255, row by row, channel by channel within a pixel, in hex. Of numbers of resize and
rotate only two digits behind the point count: Flambeau computes the exact ones, and rounds once.
"""
import math
import torch
import torch.nn.functional as F

generator = torch.Generator().manual_seed(3)


def picture(height, width, channels):
    return torch.randint(0, 256, (height, width, channels), generator=generator)


def planes(levels):
    return levels.permute(2, 0, 1).unsqueeze(0)


def pixels(planes_):
    return planes_.squeeze(0).permute(1, 2, 0)


def hexed(levels):
    return bytes(levels.flatten().tolist()).hex()


def numbers(values):
    return " ".join("%.4f" % value for value in values.flatten().tolist())


def bits(values):
    words = values.to(torch.float32).contiguous().view(torch.int32).flatten().tolist()
    return " ".join("%08x" % (word & 0xFFFFFFFF) for word in words)


def resize(height, width, channels, to_height, to_width):
    levels = picture(height, width, channels)
    resized = F.interpolate(
        planes(levels).double(), size=(to_height, to_width), mode="bilinear", align_corners=False)
    print("resize", height, width, channels, to_height, to_width, hexed(levels), numbers(pixels(resized)))


def rotate(height, width, channels, degrees):
    """To the left, about the middle; what comes from outside is 0, as torchvision has it."""
    levels = picture(height, width, channels)
    angle = math.radians(degrees)
    rows, columns = torch.meshgrid(
        torch.arange(height, dtype=torch.float64), torch.arange(width, dtype=torch.float64), indexing="ij")
    dy = rows - (height - 1) / 2
    dx = columns - (width - 1) / 2
    x = math.cos(angle) * dx - math.sin(angle) * dy + (width - 1) / 2
    y = math.sin(angle) * dx + math.cos(angle) * dy + (height - 1) / 2
    grid = torch.stack(((2 * x + 1) / width - 1, (2 * y + 1) / height - 1), dim=-1)
    rotated = F.grid_sample(
        planes(levels).double(), grid.unsqueeze(0), mode="bilinear", padding_mode="zeros", align_corners=False)
    print("rotate", height, width, channels, degrees, hexed(levels), numbers(pixels(rotated)))


def normalize(channels, means, deviations):
    """ToTensor divides by 255; Normalize subtracts and divides in place."""
    levels = torch.arange(256).repeat_interleave(channels).reshape(16, 16, channels)
    tensor = planes(levels).squeeze(0).to(torch.float32).div(255)
    mean = torch.tensor(means, dtype=torch.float32).view(-1, 1, 1)
    deviation = torch.tensor(deviations, dtype=torch.float32).view(-1, 1, 1)
    listed = [",".join(str(value) for value in values) for values in (means, deviations)]
    print("normalize", channels, *listed, hexed(levels), bits(tensor.sub_(mean).div_(deviation)))


def philox(counter, key):
    for _ in range(10):
        first, second = 0xD2511F53 * counter[0], 0xCD9E8D57 * counter[2]
        counter = [
            (second >> 32) ^ counter[1] ^ key[0],
            second & 0xFFFFFFFF,
            (first >> 32) ^ counter[3] ^ key[1],
            first & 0xFFFFFFFF,
        ]
        key = [(key[0] + 0x9E3779B9) & 0xFFFFFFFF, (key[1] + 0xBB67AE85) & 0xFFFFFFFF]
    return counter


def draws(seed, epoch, example, place):
    """Block b of a place is block place * 2**16 + b of the example's sequence in stream 5."""
    key = [seed & 0xFFFFFFFF, seed >> 32 & 0xFFFFFFFF]
    words = []
    for block in range(3):
        words += philox([place * 2**16 + block, example, epoch, 5], key)
    print("draws", seed, epoch, example, place, " ".join("%08x" % word for word in words))


resize(4, 6, 3, 2, 3)
resize(4, 6, 3, 8, 12)
resize(5, 7, 1, 3, 4)
resize(5, 7, 3, 9, 5)
resize(1, 1, 3, 3, 2)
resize(13, 2, 1, 4, 11)
resize(3, 5, 1, 3, 5)
rotate(7, 5, 3, 30)
rotate(6, 8, 1, -12.5)
rotate(5, 5, 3, 90)
rotate(4, 6, 1, 180)
normalize(3, [0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
normalize(1, [0.1307], [0.3081])
normalize(1, [0.0], [1.0])
draws(1, 0, 0, 0)
draws(-3, 7, 59999, 4)
draws(2**40 + 5, 2, 17, 65535)
