package dev.flambeau.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flambeau.nn.ChannelShuffle;
import dev.flambeau.nn.DropPath;
import dev.flambeau.nn.Dropout2d;
import dev.flambeau.nn.Flatten;
import dev.flambeau.nn.Layer;
import dev.flambeau.nn.ModelException;
import dev.flambeau.nn.PReLU;
import dev.flambeau.nn.PixelShuffle;
import dev.flambeau.nn.PixelUnshuffle;
import dev.flambeau.nn.Unflatten;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import org.junit.jupiter.api.Test;

/** Layers that only move elements refuse shapes that they cannot take, in words. */
class ShapeLayersTest {
  private static void assertRefuses(String message, Layer layer, int... shape) {
    try (Device device = Device.open("cpu");
        Scope scope = Scope.open();
        Layer placed = layer.to(device, 1)) {
      assertEquals(
          message,
          assertThrows(ShapeMismatchException.class, () -> placed.forward(device.ones(shape)))
              .getMessage());
    }
  }

  @Test
  void refusals() {
    assertRefuses("Flatten: no axes from 1 to -1 in (3)", new Flatten(), 3);
    assertRefuses(
        "Unflatten: takes 6 positions along axis 1, for (2, 3), was given (2, 5)",
        new Unflatten(1, 2, 3),
        2,
        5);
    assertRefuses(
        "pixelShuffle: takes (…, C, H, W) whose channels divide by 4, was given (6, 2, 2)",
        new PixelShuffle(2),
        6,
        2,
        2);
    assertRefuses(
        "pixelUnshuffle: takes (…, C, H, W) whose height and width divide by 2, was given (1, 2, 3)",
        new PixelUnshuffle(2),
        1,
        2,
        3);
    assertRefuses(
        "channelShuffle: takes (N, C, …) whose channels divide by 3, was given (2, 4)",
        new ChannelShuffle(3),
        2,
        4);
    assertRefuses(
        "One value for each channel of (N, C, …) is needed, (C): was given (3) for (2, 4)",
        new PReLU(3, 0.25),
        2,
        4);
    assertRefuses("Dropout2d: takes (N, C, H, W), was given (2, 3)", new Dropout2d(), 2, 3);
    assertEquals(
        "DropPath: a probability is between 0 and 1, was given 2.0.",
        assertThrows(ModelException.class, () -> new DropPath(2)).getMessage());
  }
}
