package dev.flambeau.cpu.convolution;

import dev.flambeau.cpu.function.Fma;
import dev.flambeau.cpu.product.Matrix;
import dev.flambeau.op.Contraction;
import java.util.Arrays;

/**
 * Products of some rows with a panel of columns over one leaf of k: numerics.md, "Contractions".
 *
 * <p>Rows have their values of k side by side and lie {@link #APART} from each other; a panel has
 * its columns side by side, k by k.
 */
public interface PanelProduct {
  /** A leaf and a line of the cache: how far rows lie from each other. */
  int APART = Contraction.LEAF + 16;

  /** Floats behind the last row or panel that may be written, and are not used. */
  int SLACK = 64;

  /** How many rows a product has at most. */
  int rows();

  /** How many columns a panel has. */
  int columns();

  /** How many columns the panel has that begins at one of so many. */
  int width(int all, int column);

  /**
   * Copies what some taps lie on at the positions of some runs: a tap after the other, {@code
   * stride} floats from each other.
   *
   * @param values images with their padding
   * @param taps how much further each lies than the first
   */
  void pack(
      float[] values,
      int[] taps,
      int first,
      int count,
      PositionRuns runs,
      float[] into,
      int stride);

  /** Packs some columns of a matrix from one row on, k being its rows, as a panel of this width. */
  void packColumns(Matrix matrix, int column, int firstRow, int rows, float[] into, int to);

  /**
   * Stores the sums over {@code depth} values of k of {@link #rows} rows and {@code width} columns.
   *
   * @param stride how far rows of the sums are from each other
   */
  void multiply(
      float[] rows,
      int atRows,
      float[] panel,
      int atPanel,
      int width,
      int depth,
      float[] sums,
      int to,
      int stride);

  /**
   * How many positions side by side {@link #multiplyDirectly} takes at once, where rows of so many
   * are better read where they lie; 0 where they are to be packed.
   *
   * @param ofRow positions side by side in a row of an image
   * @param rows that they are multiplied by
   */
  default int direct(int ofRow, int rows) {
    return 0;
  }

  /**
   * Stores the sums of {@link #rows} rows and three times {@link #direct} columns.
   *
   * @param first tap of {@code depth}
   * @param left where the first columns lie for a tap of 0
   * @param middle where the second ones do
   * @param right where the third ones do
   * @param stride how far rows of the sums are from each other
   */
  default void multiplyDirectly(
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
    throw new UnsupportedOperationException("direct() was 0");
  }

  /**
   * Stores the sums of one row and positions side by side in an image; vectors may write too much,
   * less than {@link #SLACK}, and read as much.
   *
   * @param first tap of {@code depth}
   * @param place where the first position lies for a tap of 0
   * @param count how many positions there are
   */
  default void multiplyRow(
      float[] row,
      int atRow,
      float[] values,
      int[] taps,
      int first,
      int place,
      int depth,
      float[] sums,
      int count) {
    Arrays.fill(sums, 0, count, 0f);
    for (int k = 0; k < depth; k++) {
      int from = taps[first + k] + place;
      float weight = row[atRow + k];
      for (int i = 0; i < count; i++) {
        sums[i] = Fma.fma(weight, values[from + i], sums[i]);
      }
    }
  }

  /** How many taps {@link #multiplyTaps} takes at once; 0 where rows are to be packed. */
  default int taps() {
    return 0;
  }

  /**
   * Stores the sums over {@code depth} positions of {@link #taps} taps, whose values are read where
   * images lie, and {@code width} columns.
   *
   * @param places where the positions lie for a tap of 0
   * @param stride how far rows of the sums are from each other
   */
  default void multiplyTaps(
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
    throw new UnsupportedOperationException("taps() was 0");
  }

  /** How many taps {@link #multiplyChannels} takes at once; 0 where there is none. */
  default int channelTaps() {
    return 0;
  }

  /**
   * Stores for each tap, and as many more as {@link #channelTaps}, the sums over {@code depth}
   * positions of channels side by side.
   *
   * @param values images whose channels lie side by side
   * @param taps how much further each lies than the first, in positions
   * @param places where the positions lie in values for a tap of 0
   * @param g the gradient at these positions
   * @param width how many channels lie side by side
   * @param stride how far the sums of one tap are from the next one's
   */
  default void multiplyChannels(
      float[] values,
      int[] taps,
      int[] places,
      int depth,
      float[] g,
      int width,
      float[] sums,
      int to,
      int stride) {
    throw new UnsupportedOperationException("channelTaps() was 0");
  }
}
