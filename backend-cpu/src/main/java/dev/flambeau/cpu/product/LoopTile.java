package dev.flambeau.cpu.product;

import dev.flambeau.cpu.function.Fma;
import dev.flambeau.op.Contraction;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Computes one tile of a matrix product, and holds the scratch that this takes.
 *
 * <p>numerics.md, "Contractions", fixes the chain of every element over k, and leaves free in which
 * order elements are taken. Here the innermost loop runs along a row of the output, since its
 * elements do not depend on each other and HotSpot makes vectors of them:
 *
 * <pre>
 *            panel: 64 rows of b            j →
 *              b[k]    ················
 *              b[k+1]  ················
 *   a[i, k], a[i, k+1]      upper  ················   += a·b[k], then a·b[k+1], for all j
 *   a[i+1, k], …            lower  ················
 * </pre>
 *
 * <p>Two rows of a and two of b at once make four fma of two loads and two stores, and more would
 * not be unrolled far enough to become vectors. HotSpot (17 and later) also needs to see that
 * arrays do not overlap askew: all of them must be indexed by j alone. So rows of b are copied into
 * arrays of their own, and sums are kept in two that are copied out at the end of a panel. Copies
 * are a hundredth of the work. Measured, 64×784×512 on one AVX2 core: 12 to 16 G fma/s, where the
 * same loops over {@code b[offset + j]} reach 4.
 */
public final class LoopTile {
  /** The most rows of the output in a tile: panels are copied once for all of them. */
  static final int HEIGHT = 128;

  /** The most columns of the output in a tile; a panel is then half of a small L2 cache. */
  static final int WIDTH = 512;

  private static final int DEPTH = 64;

  private final float[][] panel = new float[DEPTH][WIDTH];
  private final float[] factors = new float[2 * DEPTH];
  private final float[] upper = new float[WIDTH];
  private final float[] lower = new float[WIDTH];
  private @Nullable Matrix leafSums;

  /** Computes the tile of c that begins at {@code [row, column]}. */
  public void compute(
      Matrix a, Matrix b, @Nullable Matrix bias, Matrix c, int row, int column, int width) {
    int rows = Math.min(HEIGHT, c.rows() - row);
    int columns = Math.min(width, c.columns() - column);
    Matrix left = a.rows(row, rows);
    Matrix right = part(b, 0, b.rows(), column, columns);
    Matrix result = part(c, row, rows, column, columns);
    leaf(left, right, 0, result);
    for (int k = Contraction.LEAF; k < a.columns(); k += Contraction.LEAF) {
      Matrix sums = leafSums(rows, columns);
      leaf(left, right, k, sums);
      addRows(sums, result);
    }
    if (bias != null) {
      Matrix same = part(bias, 0, 1, column, columns);
      addRows(new Matrix(same.array(), same.offset(), rows, columns, 0, 1), result);
    }
  }

  private static Matrix part(Matrix whole, int row, int rows, int column, int columns) {
    int offset = whole.at(row, column);
    return new Matrix(whole.array(), offset, rows, columns, whole.rowStride(), 1);
  }

  /** Where a further leaf is summed apart; made at the first product that has one. */
  private Matrix leafSums(int rows, int columns) {
    if (leafSums == null) {
      leafSums = new Matrix(new float[HEIGHT * WIDTH], 0, HEIGHT, WIDTH, WIDTH, 1);
    }
    return part(leafSums, 0, rows, 0, columns);
  }

  /** The chains from +0 over one leaf, which begins at {@code start}. */
  private void leaf(Matrix a, Matrix b, int start, Matrix sums) {
    for (int i = 0; i < sums.rows(); i++) {
      int row = sums.at(i, 0);
      Arrays.fill(sums.array(), row, row + sums.columns(), 0f);
    }
    int end = Math.min(start + Contraction.LEAF, a.columns());
    for (int k = start; k < end; k += DEPTH) {
      panel(a, b, k, Math.min(DEPTH, end - k), sums);
    }
  }

  /** Lets the sums go on over the k of one panel. */
  private void panel(Matrix a, Matrix b, int start, int depth, Matrix sums) {
    int columns = sums.columns();
    for (int k = 0; k < depth; k++) {
      System.arraycopy(b.array(), b.at(start + k, 0), panel[k], 0, columns);
    }
    // An odd k is padded with (−0, +0), whose product changes no sum.
    int padded = depth + depth % 2;
    if (padded > depth) {
      Arrays.fill(panel[depth], 0, columns, 0f);
    }
    int i = 0;
    for (; i + 1 < sums.rows(); i += 2) {
      factors(a, i, start, depth, 0);
      factors(a, i + 1, start, depth, 2);
      System.arraycopy(sums.array(), sums.at(i, 0), upper, 0, columns);
      System.arraycopy(sums.array(), sums.at(i + 1, 0), lower, 0, columns);
      for (int k = 0; k < padded; k += 2) {
        twoRows(factors, 2 * k, panel[k], panel[k + 1], upper, lower, columns);
      }
      System.arraycopy(upper, 0, sums.array(), sums.at(i, 0), columns);
      System.arraycopy(lower, 0, sums.array(), sums.at(i + 1, 0), columns);
    }
    if (i < sums.rows()) {
      factors(a, i, start, depth, 0);
      System.arraycopy(sums.array(), sums.at(i, 0), upper, 0, columns);
      for (int k = 0; k < padded; k += 2) {
        oneRow(factors, 2 * k, panel[k], panel[k + 1], upper, columns);
      }
      System.arraycopy(upper, 0, sums.array(), sums.at(i, 0), columns);
    }
  }

  /** Puts the factors of a row in fours, {@code a[i, k], a[i, k+1], a[i+1, k], a[i+1, k+1]}. */
  private void factors(Matrix a, int row, int start, int depth, int place) {
    for (int k = 0; k < depth; k++) {
      factors[2 * (k - k % 2) + k % 2 + place] = a.array()[a.at(row, start + k)];
    }
    if (depth % 2 == 1) {
      factors[2 * depth - 1 + place] = -0f;
    }
  }

  private static void twoRows(
      float[] factors, int at, float[] b0, float[] b1, float[] upper, float[] lower, int columns) {
    float u0 = factors[at];
    float u1 = factors[at + 1];
    float l0 = factors[at + 2];
    float l1 = factors[at + 3];
    for (int j = 0; j < columns; j++) {
      upper[j] = Fma.fma(u1, b1[j], Fma.fma(u0, b0[j], upper[j]));
      lower[j] = Fma.fma(l1, b1[j], Fma.fma(l0, b0[j], lower[j]));
    }
  }

  private static void oneRow(
      float[] factors, int at, float[] b0, float[] b1, float[] sums, int columns) {
    float f0 = factors[at];
    float f1 = factors[at + 1];
    for (int j = 0; j < columns; j++) {
      sums[j] = Fma.fma(f1, b1[j], Fma.fma(f0, b0[j], sums[j]));
    }
  }

  private static void addRows(Matrix terms, Matrix sums) {
    for (int i = 0; i < sums.rows(); i++) {
      int from = terms.at(i, 0);
      int to = sums.at(i, 0);
      for (int j = 0; j < sums.columns(); j++) {
        sums.array()[to + j] += terms.array()[from + j];
      }
    }
  }
}
