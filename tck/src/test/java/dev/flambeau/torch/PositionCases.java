package dev.flambeau.torch;

import static dev.flambeau.torch.Line.exact;
import static dev.flambeau.torch.Line.layer;
import static dev.flambeau.torch.Line.near;

import dev.flambeau.nn.Embedding;
import dev.flambeau.op.DType;
import dev.flambeau.tensor.Functional;
import dev.flambeau.tensor.functional.Axes;
import dev.flambeau.tensor.functional.Padding;
import java.util.List;

/** The contract of what takes positions by their numbers. */
final class PositionCases {
  static final List<Line> LINES =
      List.of(
          exact(
              "Functional.indexSelect(Tensor, int, Tensor): 0",
              (x, index) -> Functional.indexSelect(x, 0, index)),
          exact(
              "Functional.indexSelect(Tensor, int, Tensor): -1",
              (x, index) -> Functional.indexSelect(x, -1, index)),
          near(
              "Functional.indexAdd(Tensor, int, Tensor, Tensor): 0",
              (x, index, source) -> Functional.indexAdd(x, 0, index, source)),
          near(
              "Functional.indexAdd(Tensor, int, Tensor, Tensor): -1",
              (x, index, source) -> Functional.indexAdd(x, -1, index, source)),
          exact(
              "Functional.embedding(Tensor, Tensor)",
              (weight, x) -> Functional.embedding(weight, x)),
          exact(
              "Functional.embedding(Tensor, Tensor, int): 1",
              (weight, x) -> Functional.embedding(weight, x, 1)),
          exact("Device.arange(int): 5", x -> x.device().arange(5)),
          exact("Device.arange(DType, int): FLOAT32, 3", x -> x.device().arange(DType.FLOAT32, 3)),
          exact("Axes.flip(Tensor, int...): 0", x -> Axes.flip(x, 0)),
          exact("Axes.flip(Tensor, int...): -1, 0", x -> Axes.flip(x, -1, 0)),
          exact("Axes.roll(Tensor, int, int): 2, 0", x -> Axes.roll(x, 2, 0)),
          exact("Axes.roll(Tensor, int, int): -1, -1", x -> Axes.roll(x, -1, -1)),
          exact("Padding.pad(Tensor, int...): 1, 2", x -> Padding.pad(x, 1, 2)),
          exact("Padding.pad(Tensor, int...): 1, 0, 2, 1", x -> Padding.pad(x, 1, 0, 2, 1)),
          exact("Padding.pad(Tensor, double, int...): 0.5, 1, 2", x -> Padding.pad(x, 0.5, 1, 2)),
          exact(
              "Padding.pad(Tensor, Mode, int...): REFLECT, 2, 1",
              x -> Padding.pad(x, Padding.Mode.REFLECT, 2, 1)),
          exact(
              "Padding.pad(Tensor, Mode, int...): REFLECT, 1, 0, 2, 2",
              x -> Padding.pad(x, Padding.Mode.REFLECT, 1, 0, 2, 2)),
          exact(
              "Padding.pad(Tensor, Mode, int...): REPLICATE, 2, 1",
              x -> Padding.pad(x, Padding.Mode.REPLICATE, 2, 1)),
          exact(
              "Padding.pad(Tensor, Mode, int...): REPLICATE, 1, 0, 2, 2",
              x -> Padding.pad(x, Padding.Mode.REPLICATE, 1, 0, 2, 2)),
          exact(
              "Padding.pad(Tensor, Mode, int...): CIRCULAR, 2, 1",
              x -> Padding.pad(x, Padding.Mode.CIRCULAR, 2, 1)),
          exact(
              "Padding.pad(Tensor, Mode, int...): CIRCULAR, 1, 0, 2, 2",
              x -> Padding.pad(x, Padding.Mode.CIRCULAR, 1, 0, 2, 2)),
          layer("Embedding", () -> new Embedding(5, 3)),
          layer("Embedding: padding 1", () -> new Embedding(5, 3, 1)));

  private PositionCases() {}
}
