package dev.flambeau.cpu.vector.convolution;

import dev.flambeau.cpu.convolution.PanelProduct;
import dev.flambeau.cpu.convolution.PositionRuns;
import dev.flambeau.cpu.product.Matrix;
import dev.flambeau.cpu.vector.loop.Lanes;
import dev.flambeau.cpu.vector.product.ProductTile;
import dev.flambeau.cpu.vector.product.RightPanels;

/** By the tiles of matrix products. */
public final class VectorPanels implements PanelProduct {
  private static final int LANES = Lanes.COUNT;

  /** What packing a panel takes, in tiles that are multiplied by it. */
  private static final int PACKING = 2;

  @Override
  public int rows() {
    return ProductTile.ROWS;
  }

  @Override
  public int columns() {
    return ProductTile.COLUMNS;
  }

  @Override
  public int width(int all, int column) {
    return RightPanels.width(all, column);
  }

  /**
   * Whole vectors: what one writes too much behind a run is written over by the next run, or by the
   * next tap, or lies behind the last.
   */
  @Override
  public void pack(
      float[] values,
      int[] taps,
      int first,
      int count,
      PositionRuns runs,
      float[] into,
      int stride) {
    for (int k = 0; k < count; k++) {
      int tap = taps[first + k];
      for (int run = 0; run < runs.count(); run++) {
        copy(values, tap + runs.place(run), into, k * stride + runs.first(run), runs.length(run));
      }
    }
  }

  private static void copy(float[] values, int from, float[] into, int to, int count) {
    for (int i = 0; i < count; i += LANES) {
      Lanes.load(values, from + i).intoArray(into, to + i);
    }
  }

  @Override
  public void packColumns(Matrix matrix, int column, int firstRow, int rows, float[] into, int to) {
    RightPanels.pack(matrix, column, firstRow, rows, into, to);
  }

  @Override
  public void multiply(
      float[] rows,
      int atRows,
      float[] panel,
      int atPanel,
      int width,
      int depth,
      float[] sums,
      int to,
      int stride) {
    ProductTile.multiply(
        rows, atRows, APART, panel, atPanel, width, width, depth, sums, to, stride);
  }

  /** With 32 registers, where lanes that rows of positions leave empty cost less than packing. */
  @Override
  public int direct(int ofRow, int rows) {
    int vectors = (ofRow + LANES - 1) / LANES;
    int tiles = (rows + ProductTile.ROWS - 1) / ProductTile.ROWS;
    boolean isCheaper = tiles * vectors * LANES <= (tiles + PACKING) * ofRow;
    return ProductTile.IS_TALL && isCheaper ? LANES : 0;
  }

  @Override
  public void multiplyDirectly(
      float[] rows,
      int atRows,
      float[] values,
      int[] taps,
      int first,
      int left,
      int middle,
      int right,
      int depth,
      float[] sums,
      int to,
      int stride) {
    EightRowsOfPatches.multiply(
        rows, atRows, APART, values, taps, first, left, middle, right, depth, sums, to, stride);
  }

  @Override
  public void multiplyRow(
      float[] row,
      int atRow,
      float[] values,
      int[] taps,
      int first,
      int place,
      int depth,
      float[] sums,
      int count) {
    for (int i = 0; i < count; i += OneRowOfPatches.WIDTH) {
      OneRowOfPatches.multiply(row, atRow, values, taps, first, place + i, depth, sums, i);
    }
  }

  /** With 32 registers. */
  @Override
  public int taps() {
    return ProductTile.IS_TALL ? TwelveTaps.COUNT : 0;
  }

  @Override
  public void multiplyTaps(
      float[] values,
      int[] taps,
      int[] places,
      int depth,
      float[] panel,
      int atPanel,
      int width,
      float[] sums,
      int to,
      int stride) {
    if (width == LANES) {
      TwelveTaps.narrow(values, taps, places, depth, panel, atPanel, sums, to, stride);
    } else {
      TwelveTaps.multiply(values, taps, places, depth, panel, atPanel, sums, to, stride);
    }
  }

  @Override
  public int channelTaps() {
    return FiveTaps.COUNT;
  }

  @Override
  public void multiplyChannels(
      float[] values,
      int[] taps,
      int[] places,
      int depth,
      float[] g,
      int width,
      float[] sums,
      int to,
      int stride) {
    int[] five = new int[FiveTaps.COUNT];
    for (int tap = 0; tap < taps.length; tap += five.length) {
      for (int lane = 0; lane < width; lane += LANES) {
        for (int i = 0; i < five.length; i++) {
          five[i] = taps[Math.min(tap + i, taps.length - 1)] * width + lane;
        }
        int at = to + tap * stride + lane;
        FiveTaps.multiply(values, five, places, depth, g, lane, width, sums, at, stride);
      }
    }
  }
}
