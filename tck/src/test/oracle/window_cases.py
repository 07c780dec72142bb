"""The lines of WindowCases, for tensor_cases.py: convolutions and poolings, functions and layers."""

import torch
import torch.nn.functional as F

from torch_values import NAN, case, floats, forward, labels, module, ties

# ---- functions ----

case("Convolutions.conv(Tensor, Tensor, Window, int): 1",
     lambda x, w: F.conv2d(x, w, stride=(2, 1), padding=(1, 0)),
     (floats(2, 3, 4, 5), floats(2, 3, 3, 2)), (floats(1, 1, 1, 2), floats(1, 1, 3, 2)),
     (floats(0, 3, 4, 5), floats(2, 3, 3, 2)))
case("Convolutions.conv(Tensor, Tensor, Window, int): 2 groups",
     lambda x, w: F.conv2d(x, w, stride=(2, 1), padding=(1, 0), groups=2),
     (floats(2, 4, 5, 4), floats(6, 2, 3, 2)))
case("Convolutions.conv(Tensor, Tensor, Tensor, Window, int): dilated",
     lambda x, w, b: F.conv2d(x, w, b, dilation=(2, 3)),
     (floats(1, 2, 5, 6), floats(3, 2, 2, 2), floats(3)))
case("Convolutions.convTranspose(Tensor, Tensor, Window, int, Shape)",
     lambda x, w: F.conv_transpose2d(x, w, stride=(2, 1), padding=(1, 0)),
     (floats(2, 3, 3, 4), floats(3, 2, 3, 2)))
case("Convolutions.convTranspose(Tensor, Tensor, Tensor, Window, int, Shape)",
     lambda x, w, b: F.conv_transpose2d(x, w, b, stride=(2, 1), padding=(1, 0), groups=2),
     (floats(2, 4, 3, 4), floats(4, 3, 3, 2), floats(6)))
case("Convolutions.unfold(Tensor, Window)",
     lambda x: x.unfold(-2, 2, 1).unfold(-2, 3, 2).permute(0, 3, 4, 1, 2),
     floats(2, 3, 5), floats(1, 2, 3))
case("Convolutions.fold(Tensor, Window, Shape)",
     lambda x: F.fold(x.reshape(2, 3 * 4, 4), (3, 4), (2, 2), stride=(1, 2)),
     floats(2, 3, 2, 2, 2, 2))
case("Pools.maxPool(Tensor, Window): 2", lambda x: F.max_pool2d(x, 2),
     floats(2, 3, 4, 5), ties(1, 2, 4, 4), forward(lambda k: torch.tensor(
         [[[1, NAN, 2, 3], [NAN, 4, 5, 6.0]]]).double()))
case("Pools.maxPool(Tensor, Window): overlapping",
     lambda x: F.max_pool2d(x, 3, stride=2, padding=1), floats(2, 3, 5, 6), ties(1, 2, 4, 4))
case("Pools.maxPoolWithPlaces(Tensor, Window): places",
     lambda x: F.max_pool2d(x, 3, stride=2, padding=1, return_indices=True)[1],
     floats(2, 3, 5, 6), ties(1, 2, 4, 4))
PLACES = labels(1, 6, 12, 11, 0, 3, 9, 15)
case("Pools.maxUnpool(Tensor, Tensor, Window, Shape)",
     lambda x, places: F.max_unpool2d(x, places, 2),
     (floats(1, 2, 2, 2), lambda k: PLACES(k).reshape(1, 2, 2, 2)))
case("Pools.avgPool(Tensor, Window, boolean): true",
     lambda x: F.avg_pool2d(x, 3, stride=2, padding=1), floats(2, 3, 5, 6))
case("Pools.avgPool(Tensor, Window, boolean): false",
     lambda x: F.avg_pool2d(x, 3, stride=2, padding=1, count_include_pad=False),
     floats(2, 3, 5, 6))

# ---- layers ----

nn = torch.nn

module("Conv1d", nn.Conv1d(3, 4, 3), floats(2, 3, 7))
module("Conv1d: same", nn.Conv1d(2, 2, 4, padding="same"), floats(1, 2, 5))
module("Conv2d", nn.Conv2d(3, 4, 3), floats(2, 3, 5, 6), floats(0, 3, 5, 6))
module("Conv2d: settings", nn.Conv2d(4, 6, (3, 2), (2, 1), 1, (1, 2), 2), floats(2, 4, 5, 4))
module("Conv2d: without bias", nn.Conv2d(2, 3, 1, 2, bias=False), floats(2, 2, 3, 4))
module("Conv2d: depthwise", nn.Conv2d(3, 6, 3, padding=1, groups=3), floats(1, 3, 4, 5))
module("Conv2d: reflected",
       nn.Conv2d(2, 3, (3, 2), padding=(2, 1), padding_mode="reflect"), floats(1, 2, 4, 5))
module("Conv1d: circular, same",
       nn.Conv1d(2, 2, 4, padding="same", padding_mode="circular"), floats(1, 2, 5))
module("Conv3d", nn.Conv3d(2, 3, 2, 2, 1), floats(1, 2, 3, 4, 2))
module("ConvTranspose1d", nn.ConvTranspose1d(3, 2, 3, 2), floats(2, 3, 4))
module("ConvTranspose2d", nn.ConvTranspose2d(3, 2, 3), floats(2, 3, 3, 4))
module("ConvTranspose2d: settings",
       nn.ConvTranspose2d(4, 6, (3, 4), (2, 3), 1, (1, 2), 2), floats(1, 4, 3, 2))
module("ConvTranspose2d: one column", nn.ConvTranspose2d(1, 2, (1, 3), (1, 2), (0, 3)),
       floats(2, 1, 3, 4))
module("ConvTranspose2d: dilated",
       nn.ConvTranspose2d(2, 2, 3, 2, output_padding=2, dilation=3), floats(1, 2, 3, 2))
module("ConvTranspose3d", nn.ConvTranspose3d(2, 3, 2, 2, bias=False), floats(1, 2, 2, 1, 2))
module("MaxPool1d", nn.MaxPool1d(2), floats(2, 3, 5))
module("MaxPool2d", nn.MaxPool2d(2), floats(2, 3, 4, 5))
module("MaxPool2d: settings", nn.MaxPool2d((3, 2), 2, 1, 2), floats(2, 3, 7, 6))
module("MaxPool2d: ceilMode", nn.MaxPool2d(3, 2, 1, ceil_mode=True), floats(1, 2, 6, 5),
       floats(1, 2, 4, 7))
module("MaxPool3d", nn.MaxPool3d(2), floats(1, 2, 4, 3, 2))
module("AvgPool1d", nn.AvgPool1d(2), floats(2, 3, 5))
module("AvgPool2d", nn.AvgPool2d(3, 2, 1), floats(2, 3, 5, 6))
module("AvgPool2d: without padding", nn.AvgPool2d(3, 2, 1, count_include_pad=False),
       floats(2, 3, 5, 6))
module("AvgPool2d: ceilMode", nn.AvgPool2d(3, 2, 1, ceil_mode=True), floats(1, 2, 6, 5),
       floats(1, 2, 4, 7))
module("AvgPool1d: ceilMode", nn.AvgPool1d(3, 3, 1, ceil_mode=True), floats(1, 1, 2),
       floats(1, 2, 3), floats(2, 1, 7))
module("AvgPool2d: ceilMode without padding",
       nn.AvgPool2d(2, 2, 1, ceil_mode=True, count_include_pad=False), floats(1, 2, 4, 5))
module("AvgPool3d", nn.AvgPool3d(2), floats(1, 2, 4, 3, 2))
module("AdaptiveAvgPool1d", nn.AdaptiveAvgPool1d(3), floats(1, 2, 6), floats(1, 2, 7),
       floats(1, 2, 2))
module("AdaptiveAvgPool2d", nn.AdaptiveAvgPool2d((3, 2)), floats(1, 2, 6, 4), floats(1, 2, 5, 3))
module("AdaptiveAvgPool2d: 1", nn.AdaptiveAvgPool2d(1), floats(2, 3, 4, 5))
module("AdaptiveAvgPool3d", nn.AdaptiveAvgPool3d(2), floats(1, 2, 3, 4, 5))
module("AdaptiveMaxPool1d", nn.AdaptiveMaxPool1d(3), floats(1, 2, 6), floats(1, 2, 7))
module("AdaptiveMaxPool2d", nn.AdaptiveMaxPool2d((3, 2)), floats(1, 2, 6, 4), ties(1, 2, 5, 3))
module("AdaptiveMaxPool3d", nn.AdaptiveMaxPool3d(2), floats(1, 2, 3, 4, 5))
