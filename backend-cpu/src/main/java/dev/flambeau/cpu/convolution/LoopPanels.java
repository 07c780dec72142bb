package dev.flambeau.cpu.convolution;

import dev.flambeau.cpu.product.LoopTile;
import dev.flambeau.cpu.product.Matrix;
import dev.flambeau.cpu.thread.ObjectPool;

/** In plain Java, by the tile of matrix products. */
public final class LoopPanels implements PanelProduct {
  private static final int ROWS = 32;
  private static final int COLUMNS = 128;

  private final ObjectPool<LoopTile> tiles = new ObjectPool<>(LoopTile::new);

  @Override
  public int rows() {
    return ROWS;
  }

  @Override
  public int columns() {
    return COLUMNS;
  }

  @Override
  public int width(int all, int column) {
    return COLUMNS;
  }

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
      for (int run = 0; run < runs.count(); run++) {
        int from = taps[first + k] + runs.place(run);
        System.arraycopy(values, from, into, k * stride + runs.first(run), runs.length(run));
      }
    }
  }

  @Override
  public void packColumns(Matrix matrix, int column, int firstRow, int rows, float[] into, int to) {
    int columns = Math.min(COLUMNS, matrix.columns() - column);
    for (int j = 0; j < columns; j++) {
      int from = matrix.at(firstRow, column + j);
      for (int i = 0; i < rows; i++) {
        into[to + i * COLUMNS + j] = matrix.array()[from + i * matrix.rowStride()];
      }
    }
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
    LoopTile tile = tiles.take();
    tile.compute(
        new Matrix(rows, atRows, ROWS, depth, APART, 1),
        new Matrix(panel, atPanel, depth, width, width, 1),
        null,
        new Matrix(sums, to, ROWS, width, stride, 1),
        0,
        0,
        width);
    tiles.give(tile);
  }
}
