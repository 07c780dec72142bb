package dev.flambeau.torch;

import static dev.flambeau.torch.Line.layer;
import static dev.flambeau.torch.Line.near;

import dev.flambeau.nn.Upsample;
import dev.flambeau.tensor.functional.Resampling;
import dev.flambeau.tensor.functional.Resampling.Mode;
import java.util.List;

/** The contract of places of another size. */
final class ResamplingCases {
  static final List<Line> LINES =
      List.of(
          near(
              "Resampling.interpolate(Tensor, Mode, int...): NEAREST, 7",
              x -> Resampling.interpolate(x, Mode.NEAREST, 7)),
          near(
              "Resampling.interpolate(Tensor, Mode, int...): NEAREST, 2",
              x -> Resampling.interpolate(x, Mode.NEAREST, 2)),
          near(
              "Resampling.interpolate(Tensor, Mode, int...): NEAREST, 1",
              x -> Resampling.interpolate(x, Mode.NEAREST, 1)),
          near(
              "Resampling.interpolate(Tensor, Mode, int...): NEAREST, 5, 6",
              x -> Resampling.interpolate(x, Mode.NEAREST, 5, 6)),
          near(
              "Resampling.interpolate(Tensor, Mode, int...): NEAREST, 2, 3",
              x -> Resampling.interpolate(x, Mode.NEAREST, 2, 3)),
          near(
              "Resampling.interpolateBy(Tensor, Mode, double...): NEAREST, 2",
              x -> Resampling.interpolateBy(x, Mode.NEAREST, 2.0)),
          near(
              "Resampling.interpolateBy(Tensor, Mode, double...): NEAREST, 1.5, 0.5",
              x -> Resampling.interpolateBy(x, Mode.NEAREST, 1.5, 0.5)),
          near(
              "Resampling.interpolate(Tensor, Mode, int...): LINEAR, 7",
              x -> Resampling.interpolate(x, Mode.LINEAR, 7)),
          near(
              "Resampling.interpolate(Tensor, Mode, int...): LINEAR, 2",
              x -> Resampling.interpolate(x, Mode.LINEAR, 2)),
          near(
              "Resampling.interpolate(Tensor, Mode, int...): LINEAR, 1",
              x -> Resampling.interpolate(x, Mode.LINEAR, 1)),
          near(
              "Resampling.interpolate(Tensor, Mode, int...): LINEAR, 5, 6",
              x -> Resampling.interpolate(x, Mode.LINEAR, 5, 6)),
          near(
              "Resampling.interpolate(Tensor, Mode, int...): LINEAR, 2, 3",
              x -> Resampling.interpolate(x, Mode.LINEAR, 2, 3)),
          near(
              "Resampling.interpolateBy(Tensor, Mode, double...): LINEAR, 2",
              x -> Resampling.interpolateBy(x, Mode.LINEAR, 2.0)),
          near(
              "Resampling.interpolateBy(Tensor, Mode, double...): LINEAR, 1.5, 0.5",
              x -> Resampling.interpolateBy(x, Mode.LINEAR, 1.5, 0.5)),
          near(
              "Resampling.interpolate(Tensor, Mode, int...): LINEAR_ALIGNED, 7",
              x -> Resampling.interpolate(x, Mode.LINEAR_ALIGNED, 7)),
          near(
              "Resampling.interpolate(Tensor, Mode, int...): LINEAR_ALIGNED, 2",
              x -> Resampling.interpolate(x, Mode.LINEAR_ALIGNED, 2)),
          near(
              "Resampling.interpolate(Tensor, Mode, int...): LINEAR_ALIGNED, 1",
              x -> Resampling.interpolate(x, Mode.LINEAR_ALIGNED, 1)),
          near(
              "Resampling.interpolate(Tensor, Mode, int...): LINEAR_ALIGNED, 5, 6",
              x -> Resampling.interpolate(x, Mode.LINEAR_ALIGNED, 5, 6)),
          near(
              "Resampling.interpolate(Tensor, Mode, int...): LINEAR_ALIGNED, 2, 3",
              x -> Resampling.interpolate(x, Mode.LINEAR_ALIGNED, 2, 3)),
          layer("Upsample", () -> new Upsample(3)),
          layer("Upsample: bilinear, 2", () -> new Upsample(Mode.LINEAR, 2.0)),
          layer("Upsample: bilinear to 3, 5", () -> Upsample.to(Mode.LINEAR_ALIGNED, 3, 5)));

  private ResamplingCases() {}
}
