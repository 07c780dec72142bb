package dev.flambeau.opencl.product;

import static dev.flambeau.opencl.launch.Launch.parts;

import dev.flambeau.backend.View;
import dev.flambeau.op.DType;
import dev.flambeau.opencl.launch.Launcher;
import dev.flambeau.opencl.launch.Layout;
import dev.flambeau.opencl.launch.Scratch;
import dev.flambeau.opencl.product.TiledProduct.Side;
import org.jspecify.annotations.Nullable;

/**
 * An operand of tiles as kernels take it, contraction.cl: where it lies, or copied.
 *
 * @param k how long each of its rows, or columns, is
 * @param packed what a launch has filled, if one was to
 */
record Panels(Side side, int k, @Nullable Scratch packed) implements AutoCloseable {
  private static final int PACKED_DEPTH = 64;

  /** Packs it, if that is to be done by a launch before the one that reads it. */
  static Panels of(Side side, int k, Launcher launcher) {
    if (!side.isPacked()) {
      return new Panels(side, k, null);
    }
    int matrices = side.matrices();
    Scratch packed = launcher.scratch(DType.FLOAT32, side.matrix(k) * matrices);
    try {
      launcher
          .launch("matmul_pack")
          .view(side.view())
          .number(side.size())
          .number(k)
          .number(side.stride())
          .number(side.kStride())
          .number(side.width())
          .memory(packed)
          .grid(new long[] {side.panels(), parts(k, PACKED_DEPTH), matrices}, new long[] {1, 1, 1});
      return new Panels(side, k, packed);
    } catch (RuntimeException | Error e) {
      packed.close();
      throw e;
    }
  }

  /** Its buffer. */
  View memory() {
    return packed == null ? side.view() : packed.view(side.matrix(k) * side.matrices());
  }

  /** Where a part's walk begins. */
  int start(Layout part) {
    return memory().offset() + part.starts()[side.operand()] * side.matrix(k);
  }

  /** From panel to panel. */
  int panel() {
    return side.panel(k);
  }

  /** From row to row, or from column to column. */
  int stride() {
    return packed == null ? side.stride() : 1;
  }

  int kStride() {
    return packed == null ? side.kStride() : side.width();
  }

  /** The kernels' number for how it is packed. */
  int packing() {
    return side.packing().ordinal();
  }

  /** What each work-item fills itself, of one panel. */
  int own() {
    return side.own(k);
  }

  int[] strides(Layout part) {
    return Product.times(part.stridesOf8(side.operand()), side.matrix(k));
  }

  @Override
  public void close() {
    if (packed != null) {
      packed.close();
    }
  }
}
