package dev.flambeau.opencl.product;

import static dev.flambeau.op.Contraction.LEAF;
import static dev.flambeau.opencl.launch.Launch.parts;
import static dev.flambeau.opencl.product.Product.matrixSize;

import dev.flambeau.backend.View;
import dev.flambeau.op.Contraction.MatMul;
import dev.flambeau.opencl.launch.Launcher;
import dev.flambeau.opencl.tile.RegisterTile;

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
record TiledProduct(Product product, Side x, Side y, boolean turned) {
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

  /** Where a kernel finds the values of an operand: contraction.cl's numbers are their places. */
  enum Packing {
    IN_PLACE,
    /** In panels, which a launch before has filled. */
    PACKED,
    /** In panels that each work-item fills for itself: a launch less, for a small matrix. */
    PACKED_BY_ITEM
  }

  /**
   * One operand.
   *
   * @param operand its number among the inputs
   * @param size its rows, or columns, that are no k
   * @param stride from one of them to the next
   * @param kStride from one k to the next
   * @param width how many of them a tile takes
   */
  record Side(
      View view, int operand, int size, int stride, int kStride, int width, Packing packing) {
    boolean isPacked() {
      return packing == Packing.PACKED;
    }

    boolean isPackedByItem() {
      return packing == Packing.PACKED_BY_ITEM;
    }

    long panels() {
      return parts(size, width);
    }

    /** How long a panel is, or how far one is from the next. */
    int panel(int k) {
      return width * (isPacked() ? k : stride);
    }

    /** How far one of its matrices is from the next. */
    int matrix(int k) {
      return isPacked() ? Math.toIntExact(panels() * width * k) : matrixSize(view);
    }

    /** What a work-item fills itself. */
    int own(int k) {
      return isPackedByItem() ? Math.multiplyExact(width, k) : 0;
    }

    boolean fits(int k) {
      return packing == Packing.IN_PLACE || panels() * width * k * matrices() <= Integer.MAX_VALUE;
    }

    int matrices() {
      return view.type().shape().elements(0, view.type().shape().rank() - 2);
    }

    private Side with(Packing other) {
      return new Side(view, operand, size, stride, kStride, width, other);
    }

    /** Packed as is cheaper, if it is to be packed and so many items take each panel of it. */
    private Side packedFor(long items, int k) {
      return isPacked() && k <= LEAF && items * panels() * width * k * PACK_COST < LAUNCH_COST
          ? with(Packing.PACKED_BY_ITEM)
          : this;
    }

    long cost() {
      return isPacked() ? LAUNCH_COST + PACK_COST * view.type().elements() : 0;
    }
  }

  /** The cheaper of the two ways. */
  static TiledProduct of(Product product, Launcher launcher) {
    RegisterTile tile = launcher.parameters().tile();
    int units = launcher.computeUnits();
    TiledProduct straight = of(product, tile, false).packedFor(units);
    TiledProduct turned = of(product, tile, true).packedFor(units);
    return turned.cost() < straight.cost() ? turned : straight;
  }

  private static TiledProduct of(Product product, RegisterTile tile, boolean turned) {
    int across = turned ? tile.columns() : tile.rows();
    int along = turned ? tile.rows() : tile.columns();
    MatMul op = product.op();
    Side left = side(product.a(), 0, product.m(), op.transposeA(), across, turned);
    Side right = side(product.b(), 1, product.n(), !op.transposeB(), along, !turned);
    return new TiledProduct(product, turned ? right : left, turned ? left : right, turned);
  }

  /**
   * A square matrix as the right operand of a product, for so many items that take all of it.
   *
   * @param isDense whether its columns are the operand's, so that neighbours along them are dense
   */
  static Side right(View square, boolean isDense, int items, RegisterTile tile) {
    int size = square.type().shape().size(0);
    return side(square, 1, size, isDense, tile.columns(), true).packedFor(items, size);
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
    Packing packing = packs ? Packing.PACKED : Packing.IN_PLACE;
    return new Side(view, operand, size, stride, isDense ? row : 1, width, packing);
  }

  /** By items where that is cheaper: of x only a matrix of a single tile. */
  private TiledProduct packedFor(int units) {
    int batch = product.lead().elements();
    Items items = items(units, batch);
    Side packedX = x.panels() == 1 ? x.packedFor((long) items.all() * batch, product.k()) : x;
    Side packedY = y.packedFor((long) items.down() * batch, product.k());
    return new TiledProduct(product, packedX, packedY, turned);
  }

  private long cost() {
    long tiles = x.panels() * y.panels();
    long work = tiles * x.width() * y.width() * product.k() * product.lead().elements();
    return LAUNCH_COST + work + x.cost() + y.cost();
  }

  /** Whether it is worth its launches, and its panels fit buffers. */
  boolean pays() {
    int k = product.k();
    long elements = (long) product.m() * product.n() * product.lead().elements();
    return k > 0
        && cost() < LAUNCH_COST + elements * (ELEMENT_COST + ELEMENT_STEP_COST * k)
        && x.fits(k)
        && y.fits(k);
  }

  /**
   * How many items share panels and tiles: blocks of about equal size.
   *
   * @param tiles that each computes below each other
   * @param panels that each computes beside each other
   */
  record Items(int across, int down, int tiles, int panels) {
    int all() {
      return Math.multiplyExact(across, down);
    }
  }

  /** For a device of so many units, and so many matrices. */
  Items items(int units, int batch) {
    long tiles = x.panels();
    long panels = y.panels();
    long down = parts(tiles, TILES);
    long across = parts(panels, PANELS);
    while (down * across * batch < (long) ITEMS * units && (down < tiles || across < panels)) {
      if (down < tiles && (tiles / down > panels / across || across == panels)) {
        down = Math.min(2 * down, tiles);
      } else {
        across = Math.min(2 * across, panels);
      }
    }
    return new Items(
        Math.toIntExact(across),
        Math.toIntExact(down),
        (int) parts(tiles, down),
        (int) parts(panels, across));
  }
}
