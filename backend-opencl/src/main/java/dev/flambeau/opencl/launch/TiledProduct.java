package dev.flambeau.opencl.launch;

import static dev.flambeau.opencl.launch.ContractionLaunches.ceiling;
import static dev.flambeau.opencl.launch.ContractionLaunches.matrixSize;

import dev.flambeau.backend.View;
import dev.flambeau.op.Contraction.MatMul;
import dev.flambeau.op.DType;
import org.jspecify.annotations.Nullable;

/**
 * A matrix product on a CPU device by tiles of registers (K. Goto, R. van de Geijn, Anatomy of
 * High-Performance Matrix Multiplication, 2008): contraction.cl.
 *
 * <p>In each step over k a tile takes one value of x for each of its rows, and vectors of y for its
 * columns. So y must have neighbours along them, x nothing: c is computed as it lies, from a and b,
 * or transposed, from b and a, whichever asks for less.
 *
 * @param turned whether x is b, and c is seen transposed
 */
record TiledProduct(Side x, Side y, boolean turned, int m, int n, int k, Layout lead) {
  /**
   * Beyond so many elements a matrix is copied into panels, in which what is multiplied together
   * lies together: rows that are a power of two apart compete for few lines of the cache, and each
   * has a page of its own. Below, the copy costs more than it saves: 1024 x 1024 x 1024 goes at 344
   * GFLOP/s where it lies and at 315 from panels, 2048 at 308 and 345 (Zen 5, PoCL, two threads).
   */
  private static final int LARGEST_IN_PLACE = 1 << 20;

  /** Tiles below each other that an item computes: of x, what stays in the second-level cache. */
  private static final int TILES = 10;

  /** Panels beside each other that an item computes with them. */
  private static final int PANELS = 4;

  /** Items for each of the device's units: so many that the last ones leave none idle for long. */
  private static final int ITEMS = 16;

  // What things cost beside a multiplication and addition in a tile; measured on PoCL.
  private static final long LAUNCH_COST = 1_000_000;
  private static final long PACK_COST = 40;
  private static final long ELEMENT_COST = 2_000;
  private static final long ELEMENT_STEP_COST = 100;

  private static final int PACKED_DEPTH = 64;

  /**
   * One operand.
   *
   * @param operand its number among the inputs
   * @param size its rows, or columns, that are no k
   * @param stride from one of them to the next
   * @param kStride from one k to the next
   * @param width how many of them a tile takes
   * @param isPacked whether it is copied into panels first
   */
  private record Side(
      View view, int operand, int size, int stride, int kStride, int width, boolean isPacked) {
    /** How long a panel is, or how far one is from the next. */
    int panel(int k) {
      return width * (isPacked ? k : stride);
    }

    /** How far one of its matrices is from the next. */
    int matrix(int k) {
      return isPacked ? Math.toIntExact(ceiling(size, width) * width * k) : matrixSize(view);
    }

    boolean fits(int k) {
      return !isPacked || ceiling(size, width) * width * k * matrices() <= Integer.MAX_VALUE;
    }

    int matrices() {
      return view.type().shape().elements(0, view.type().shape().rank() - 2);
    }

    long cost() {
      return isPacked ? LAUNCH_COST + PACK_COST * view.type().elements() : 0;
    }
  }

  /** The cheaper of the two ways. */
  static TiledProduct of(MatMul op, View a, View b, View c, MatmulTile tile) {
    TiledProduct straight = of(op, a, b, c, tile, false);
    TiledProduct turned = of(op, a, b, c, tile, true);
    return turned.cost() < straight.cost() ? turned : straight;
  }

  private static TiledProduct of(
      MatMul op, View a, View b, View c, MatmulTile tile, boolean turned) {
    int m = c.type().shape().size(-2);
    int n = c.type().shape().size(-1);
    int k = a.type().shape().size(op.transposeA() ? -2 : -1);
    Side left = side(a, 0, m, op.transposeA(), turned ? tile.columns() : tile.rows(), turned);
    Side right = side(b, 1, n, !op.transposeB(), turned ? tile.rows() : tile.columns(), !turned);
    Layout lead = ContractionLaunches.lead(a, b, c);
    return new TiledProduct(turned ? right : left, turned ? left : right, turned, m, n, k, lead);
  }

  private static Side side(
      View view, int operand, int size, boolean isDense, int width, boolean wantsDense) {
    int row = view.type().shape().size(-1);
    boolean isRepeated = size == 1 && !wantsDense; // every row of a tile is the one there is
    boolean packs =
        (size < width && !isRepeated)
            || (wantsDense && !isDense)
            || matrixSize(view) > LARGEST_IN_PLACE;
    int stride = isRepeated ? 0 : isDense ? 1 : row;
    return new Side(view, operand, size, stride, isDense ? row : 1, width, packs);
  }

  private long cost() {
    long tiles = ceiling(x.size(), x.width()) * ceiling(y.size(), y.width());
    long work = tiles * x.width() * y.width() * k * lead.elements();
    return LAUNCH_COST + work + x.cost() + y.cost();
  }

  /** Whether it is worth its launches, and its panels fit buffers. */
  boolean pays() {
    long elements = (long) m * n * lead.elements();
    return k > 0
        && cost() < LAUNCH_COST + elements * (ELEMENT_COST + ELEMENT_STEP_COST * k)
        && x.fits(k)
        && y.fits(k);
  }

  void launch(Epilogue epilogue, View c, Launcher launcher) {
    try (Panels left = Panels.of(x, k, launcher);
        Panels right = Panels.of(y, k, launcher)) {
      int done = 0;
      for (Layout part : lead.parts(Layout.AXES)) {
        multiply(left, right, epilogue, c, done * m * n, part, launcher);
        done += part.elements();
      }
    }
  }

  private void multiply(
      Panels left,
      Panels right,
      Epilogue epilogue,
      View c,
      int start,
      Layout part,
      Launcher launcher) {
    long tiles = ceiling(x.size(), x.width());
    long panels = ceiling(y.size(), y.width());
    long[] items = items(tiles, panels, part.elements(), launcher.computeUnits());
    Launch launch = launcher.launch("matmul_tiles");
    left.pass(launch, part).number(left.stride()).number(left.kStride()).number(left.isPacked());
    right.pass(launch, part).number(right.kStride()).number(right.isPacked());
    epilogue
        .pass(launch, c, start, turned ? 1 : 0, turned ? 0 : 1)
        .view(c, start)
        .number(turned ? 1 : n)
        .number(turned ? n : 1)
        .number(x.size())
        .number(y.size())
        .number(k)
        .number((int) ceiling(tiles, items[1]))
        .number((int) ceiling(panels, items[0]))
        .numbers(part.sizesOf8())
        .numbers(left.strides(part))
        .numbers(right.strides(part))
        .grid(items, new long[] {1, 1, 1});
  }

  /** How many items share the panels, the tiles and the batch: blocks of about equal size. */
  private static long[] items(long tiles, long panels, int batch, int units) {
    long down = ceiling(tiles, TILES);
    long across = ceiling(panels, PANELS);
    while (down * across * batch < (long) ITEMS * units && (down < tiles || across < panels)) {
      if (down < tiles && (tiles / down > panels / across || across == panels)) {
        down = Math.min(2 * down, tiles);
      } else {
        across = Math.min(2 * across, panels);
      }
    }
    return new long[] {across, down, batch};
  }

  /**
   * A square matrix's columns in panels, as y has them.
   *
   * @param isTransposed whether its rows are the columns of y
   */
  static Scratch packed(View square, boolean isTransposed, Launcher launcher) {
    int size = square.type().shape().size(0);
    int width = launcher.parameters().tile().columns();
    int stride = isTransposed ? size : 1;
    return pack(
        new Side(square, 0, size, stride, isTransposed ? 1 : size, width, true), size, launcher);
  }

  private static Scratch pack(Side side, int k, Launcher launcher) {
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
          .memory(packed.memory())
          .grid(
              new long[] {ceiling(side.size(), side.width()), ceiling(k, PACKED_DEPTH), matrices},
              new long[] {1, 1, 1});
      return packed;
    } catch (RuntimeException | Error e) {
      packed.close();
      throw e;
    }
  }

  /** An operand as the kernel takes it: where it lies, or copied. */
  private record Panels(Side side, int k, @Nullable Scratch packed) implements AutoCloseable {
    static Panels of(Side side, int k, Launcher launcher) {
      if (!side.isPacked()) {
        return new Panels(side, k, null);
      }
      return new Panels(side, k, pack(side, k, launcher));
    }

    /** Where it begins, and how far its panels are apart. */
    Launch pass(Launch launch, Layout part) {
      int start = part.starts()[side.operand()] * side.matrix(k);
      Launch begun =
          packed == null
              ? launch.view(side.view(), start)
              : launch.memory(packed.memory()).number(start);
      return begun.number(side.panel(k));
    }

    int stride() {
      return packed == null ? side.stride() : 1;
    }

    int kStride() {
      return packed == null ? side.kStride() : side.width();
    }

    int isPacked() {
      return packed == null ? 0 : 1;
    }

    int[] strides(Layout part) {
      return ContractionLaunches.times(part.stridesOf8(side.operand()), side.matrix(k));
    }

    @Override
    public void close() {
      if (packed != null) {
        packed.close();
      }
    }
  }
}
