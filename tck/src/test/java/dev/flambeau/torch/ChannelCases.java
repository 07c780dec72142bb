package dev.flambeau.torch;

import static dev.flambeau.torch.Line.exact;
import static dev.flambeau.torch.Line.layer;
import static dev.flambeau.torch.Line.near;

import dev.flambeau.nn.ChannelShuffle;
import dev.flambeau.nn.DropPath;
import dev.flambeau.nn.Dropout1d;
import dev.flambeau.nn.Dropout2d;
import dev.flambeau.nn.Dropout3d;
import dev.flambeau.nn.Flatten;
import dev.flambeau.nn.Identity;
import dev.flambeau.nn.PixelShuffle;
import dev.flambeau.nn.PixelUnshuffle;
import dev.flambeau.nn.Unflatten;
import dev.flambeau.tensor.functional.Channels;
import java.util.List;

/**
 * The contract of what moves or leaves out channels, and of layers that only give another shape.
 */
final class ChannelCases {
  static final List<Line> LINES =
      List.of(
          layer("Identity", () -> new Identity()),
          layer("Flatten", () -> new Flatten()),
          layer("Flatten: 0, 1", () -> new Flatten(0, 1)),
          layer("Flatten: -2, -1", () -> new Flatten(-2, -1)),
          layer("Unflatten: 1, 2, 3", () -> new Unflatten(1, 2, 3)),
          layer("Unflatten: -1, 2, 1, 2", () -> new Unflatten(-1, 2, 1, 2)),
          layer("Dropout1d: in use", () -> LayerCases.inUse(new Dropout1d())),
          layer("Dropout2d: in use", () -> LayerCases.inUse(new Dropout2d(0.3))),
          layer("Dropout3d: in use", () -> LayerCases.inUse(new Dropout3d())),
          layer("DropPath: in use", () -> LayerCases.inUse(new DropPath(0.3))),
          layer("PixelShuffle", () -> new PixelShuffle(2)),
          layer("PixelUnshuffle", () -> new PixelUnshuffle(2)),
          layer("ChannelShuffle", () -> new ChannelShuffle(2)),
          near("Channels.prelu(Tensor, Tensor)", (x, weight) -> Channels.prelu(x, weight)),
          exact("Channels.pixelShuffle(Tensor, int): 2", x -> Channels.pixelShuffle(x, 2)),
          exact("Channels.pixelUnshuffle(Tensor, int): 3", x -> Channels.pixelUnshuffle(x, 3)),
          exact("Channels.channelShuffle(Tensor, int): 3", x -> Channels.channelShuffle(x, 3)));

  private ChannelCases() {}
}
