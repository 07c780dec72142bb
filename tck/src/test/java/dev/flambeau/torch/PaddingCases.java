package dev.flambeau.torch;

import static dev.flambeau.torch.Line.layer;

import dev.flambeau.nn.padding.CircularPad1d;
import dev.flambeau.nn.padding.CircularPad2d;
import dev.flambeau.nn.padding.CircularPad3d;
import dev.flambeau.nn.padding.ConstantPad1d;
import dev.flambeau.nn.padding.ConstantPad2d;
import dev.flambeau.nn.padding.ConstantPad3d;
import dev.flambeau.nn.padding.ReflectionPad1d;
import dev.flambeau.nn.padding.ReflectionPad2d;
import dev.flambeau.nn.padding.ReflectionPad3d;
import dev.flambeau.nn.padding.ReplicationPad1d;
import dev.flambeau.nn.padding.ReplicationPad2d;
import dev.flambeau.nn.padding.ReplicationPad3d;
import dev.flambeau.nn.padding.ZeroPad1d;
import dev.flambeau.nn.padding.ZeroPad2d;
import dev.flambeau.nn.padding.ZeroPad3d;
import java.util.List;

/** The contract of layers that put positions around. */
final class PaddingCases {
  static final List<Line> LINES =
      List.of(
          layer("ZeroPad1d", () -> new ZeroPad1d(2, 1)),
          layer("ConstantPad1d", () -> new ConstantPad1d(0.5, 2, 1)),
          layer("ReflectionPad1d", () -> new ReflectionPad1d(2, 1)),
          layer("ReplicationPad1d", () -> new ReplicationPad1d(2, 1)),
          layer("CircularPad1d", () -> new CircularPad1d(2, 1)),
          layer("ZeroPad2d", () -> new ZeroPad2d(2, 1, 0, 2)),
          layer("ConstantPad2d", () -> new ConstantPad2d(0.5, 2, 1, 0, 2)),
          layer("ReflectionPad2d", () -> new ReflectionPad2d(2, 1, 0, 2)),
          layer("ReplicationPad2d", () -> new ReplicationPad2d(2, 1, 0, 2)),
          layer("CircularPad2d", () -> new CircularPad2d(2, 1, 0, 2)),
          layer("ZeroPad3d", () -> new ZeroPad3d(1, 0, 1, 1, 2, 1)),
          layer("ConstantPad3d", () -> new ConstantPad3d(0.5, 1, 0, 1, 1, 2, 1)),
          layer("ReflectionPad3d", () -> new ReflectionPad3d(1, 0, 1, 1, 2, 1)),
          layer("ReplicationPad3d", () -> new ReplicationPad3d(1, 0, 1, 1, 2, 1)),
          layer("CircularPad3d", () -> new CircularPad3d(1, 0, 1, 1, 2, 1)),
          layer("ReflectionPad2d: 1", () -> new ReflectionPad2d(1)));

  private PaddingCases() {}
}
