package dev.flambeau.torch;

import static dev.flambeau.torch.Line.exact;
import static dev.flambeau.torch.Line.layer;
import static dev.flambeau.torch.Line.near;

import dev.flambeau.nn.AdaptiveAvgPool1d;
import dev.flambeau.nn.AdaptiveAvgPool2d;
import dev.flambeau.nn.AdaptiveAvgPool3d;
import dev.flambeau.nn.AdaptiveMaxPool1d;
import dev.flambeau.nn.AdaptiveMaxPool2d;
import dev.flambeau.nn.AdaptiveMaxPool3d;
import dev.flambeau.nn.AvgPool1d;
import dev.flambeau.nn.AvgPool2d;
import dev.flambeau.nn.AvgPool3d;
import dev.flambeau.nn.Conv1d;
import dev.flambeau.nn.Conv2d;
import dev.flambeau.nn.Conv3d;
import dev.flambeau.nn.ConvTranspose1d;
import dev.flambeau.nn.ConvTranspose2d;
import dev.flambeau.nn.ConvTranspose3d;
import dev.flambeau.nn.MaxPool1d;
import dev.flambeau.nn.MaxPool2d;
import dev.flambeau.nn.MaxPool3d;
import dev.flambeau.op.Shape;
import dev.flambeau.op.Window;
import dev.flambeau.tensor.functional.Convolutions;
import dev.flambeau.tensor.functional.Padding;
import dev.flambeau.tensor.functional.Pools;
import java.util.List;

/** The contract of windows, functions and layers, whose other side is window_cases.py. */
final class WindowCases {
  private static final Window STRIDED = Window.of(3, 2).stride(2, 1).padding(1, 0);
  private static final Window TWO = Window.of(2, 2).stride(2);
  private static final Window OVERLAPPING = Window.of(3, 3).stride(2).padding(1);

  static final List<Line> LINES =
      List.of(
          near(
              "Convolutions.conv(Tensor, Tensor, Window, int): 1",
              (x, w) -> Convolutions.conv(x, w, STRIDED, 1)),
          near(
              "Convolutions.conv(Tensor, Tensor, Window, int): 2 groups",
              (x, w) -> Convolutions.conv(x, w, STRIDED, 2)),
          near(
              "Convolutions.conv(Tensor, Tensor, Tensor, Window, int): dilated",
              (x, w, b) -> Convolutions.conv(x, w, b, Window.of(2, 2).dilation(2, 3), 1)),
          near(
              "Convolutions.convTranspose(Tensor, Tensor, Window, int, Shape)",
              (x, w) -> Convolutions.convTranspose(x, w, STRIDED, 1, Shape.of(5, 5))),
          near(
              "Convolutions.convTranspose(Tensor, Tensor, Tensor, Window, int, Shape)",
              (x, w, b) -> Convolutions.convTranspose(x, w, b, STRIDED, 2, Shape.of(5, 5))),
          exact(
              "Convolutions.unfold(Tensor, Window)",
              x -> Convolutions.unfold(x, Window.of(2, 3).stride(1, 2))),
          near(
              "Convolutions.fold(Tensor, Window, Shape)",
              x -> Convolutions.fold(x, Window.of(2, 2).stride(1, 2), Shape.of(3, 4))),
          exact("Pools.maxPool(Tensor, Window): 2", x -> Pools.maxPool(x, TWO)),
          exact("Pools.maxPool(Tensor, Window): overlapping", x -> Pools.maxPool(x, OVERLAPPING)),
          exact(
              "Pools.maxPoolWithPlaces(Tensor, Window): places",
              x -> Pools.maxPoolWithPlaces(x, OVERLAPPING).get(1)),
          exact(
              "Pools.maxUnpool(Tensor, Tensor, Window, Shape)",
              (x, places) -> Pools.maxUnpool(x, places, TWO, Shape.of(4, 4))),
          near(
              "Pools.avgPool(Tensor, Window, boolean): true",
              x -> Pools.avgPool(x, OVERLAPPING, true)),
          near(
              "Pools.avgPool(Tensor, Window, boolean): false",
              x -> Pools.avgPool(x, OVERLAPPING, false)),

          // ---- layers ----
          layer("Conv1d", () -> new Conv1d(3, 4, 3)),
          layer("Conv1d: same", () -> new Conv1d(2, 2, 4).samePadding()),
          layer("Conv2d", () -> new Conv2d(3, 4, 3)),
          layer(
              "Conv2d: settings",
              () -> new Conv2d(4, 6, 3, 2).stride(2, 1).padding(1).dilation(1, 2).groups(2)),
          layer("Conv2d: without bias", () -> new Conv2d(2, 3, 1).stride(2).bias(false)),
          layer("Conv2d: depthwise", () -> new Conv2d(3, 6, 3).padding(1).groups(3)),
          layer(
              "Conv2d: reflected",
              () -> new Conv2d(2, 3, 3, 2).padding(2, 1).paddingMode(Padding.Mode.REFLECT)),
          layer(
              "Conv1d: circular, same",
              () -> new Conv1d(2, 2, 4).samePadding().paddingMode(Padding.Mode.CIRCULAR)),
          layer("Conv3d", () -> new Conv3d(2, 3, 2).padding(1).stride(2)),
          layer("ConvTranspose1d", () -> new ConvTranspose1d(3, 2, 3).stride(2)),
          layer("ConvTranspose2d", () -> new ConvTranspose2d(3, 2, 3)),
          layer(
              "ConvTranspose2d: settings",
              () ->
                  new ConvTranspose2d(4, 6, 3, 4)
                      .stride(2, 3)
                      .padding(1)
                      .outputPadding(1, 2)
                      .groups(2)),
          layer(
              "ConvTranspose2d: one column",
              () -> new ConvTranspose2d(1, 2, 1, 3).stride(1, 2).padding(0, 3)),
          layer(
              "ConvTranspose2d: dilated",
              () -> new ConvTranspose2d(2, 2, 3).dilation(3).stride(2).outputPadding(2)),
          layer("ConvTranspose3d", () -> new ConvTranspose3d(2, 3, 2).stride(2).bias(false)),
          layer("MaxPool1d", () -> new MaxPool1d(2)),
          layer("MaxPool2d", () -> new MaxPool2d(2)),
          layer("MaxPool2d: settings", () -> new MaxPool2d(3, 2).stride(2).padding(1).dilation(2)),
          layer("MaxPool2d: ceilMode", () -> new MaxPool2d(3).stride(2).padding(1).ceilMode(true)),
          layer("MaxPool3d", () -> new MaxPool3d(2)),
          layer("AvgPool1d", () -> new AvgPool1d(2)),
          layer("AvgPool1d: ceilMode", () -> new AvgPool1d(3).padding(1).ceilMode(true)),
          layer("AvgPool2d", () -> new AvgPool2d(3).stride(2).padding(1)),
          layer(
              "AvgPool2d: without padding",
              () -> new AvgPool2d(3).stride(2).padding(1).countIncludePad(false)),
          layer("AvgPool2d: ceilMode", () -> new AvgPool2d(3).stride(2).padding(1).ceilMode(true)),
          layer(
              "AvgPool2d: ceilMode without padding",
              () -> new AvgPool2d(2).padding(1).countIncludePad(false).ceilMode(true)),
          layer("AvgPool3d", () -> new AvgPool3d(2)),
          layer("AdaptiveAvgPool1d", () -> new AdaptiveAvgPool1d(3)),
          layer("AdaptiveAvgPool2d", () -> new AdaptiveAvgPool2d(3, 2)),
          layer("AdaptiveAvgPool2d: 1", () -> new AdaptiveAvgPool2d(1)),
          layer("AdaptiveAvgPool3d", () -> new AdaptiveAvgPool3d(2)),
          layer("AdaptiveMaxPool1d", () -> new AdaptiveMaxPool1d(3)),
          layer("AdaptiveMaxPool2d", () -> new AdaptiveMaxPool2d(3, 2)),
          layer("AdaptiveMaxPool3d", () -> new AdaptiveMaxPool3d(2)));

  private WindowCases() {}
}
