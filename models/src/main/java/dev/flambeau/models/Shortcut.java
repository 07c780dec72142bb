package dev.flambeau.models;

import dev.flambeau.nn.BatchNorm2d;
import dev.flambeau.nn.Sequential;
import org.jspecify.annotations.Nullable;

/** The way around a residual block. */
final class Shortcut {
  private Shortcut() {}

  /** A projection where the block changes its input's shape; null where it does not. */
  static @Nullable Sequential of(int in, int out, int stride) {
    return stride == 1 && in == out
        ? null
        : new Sequential(Convolution.of(in, out, 1, stride), new BatchNorm2d(out));
  }
}
