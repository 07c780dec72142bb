package dev.flambeau.cpu.vector.product;

import dev.flambeau.cpu.product.Matrix;
import dev.flambeau.cpu.vector.loop.Lanes;
import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;

/**
 * The sums over one leaf of k on their way from scratch to the output: numerics.md, "Contractions".
 */
final class LeafSums {
  /** −0 everywhere: added to anything it changes nothing. */
  private static final Matrix NOTHING = new Matrix(new float[] {-0f}, 0, 0, 0, 0, 0);

  private LeafSums() {}

  /**
   * Puts sums in their place in c, or adds them to those of the leaves before, then adds a term.
   *
   * @param sums row by row from {@code from} on, rows {@code stride} apart
   * @param row the output's first row that they belong to
   * @param column the first column
   * @param isFirst whether there is no leaf before
   * @param last what is added after the last leaf, a matrix like c, if there is something
   */
  static void merge(
      float[] sums,
      int from,
      int stride,
      Matrix c,
      int row,
      int column,
      int rows,
      int columns,
      boolean isFirst,
      @Nullable Matrix last) {
    if (c.columnStride() == 1 && (last == null || last.columnStride() == 1)) {
      mergeRows(sums, from, stride, c, row, column, rows, columns, isFirst, last);
      return;
    }
    Matrix before = isFirst ? NOTHING : c;
    Matrix after = last == null ? NOTHING : last;
    float[] result = c.array();
    float[] terms = before.array();
    float[] lastTerms = after.array();
    for (int j = 0; j < columns; j++) {
      int to = c.at(row, column + j);
      int at = before.at(row, column + j);
      int atLast = after.at(row, column + j);
      for (int i = 0; i < rows; i++) {
        float sum = terms[at + i * before.rowStride()] + sums[from + i * stride + j];
        result[to + i * c.rowStride()] = sum + lastTerms[atLast + i * after.rowStride()];
      }
    }
  }

  /** The same where an output's row lies side by side. */
  private static void mergeRows(
      float[] sums,
      int from,
      int stride,
      Matrix c,
      int row,
      int column,
      int rows,
      int columns,
      boolean isFirst,
      @Nullable Matrix last) {
    float[] result = c.array();
    int to = c.at(row, column);
    int ldc = c.rowStride();
    if (!isFirst) {
      add(result, to, ldc, sums, from, stride, result, to, ldc, rows, columns);
    }
    if (last != null) {
      float[] terms = last.array();
      int at = last.at(row, column);
      int ldt = last.rowStride();
      if (isFirst) {
        add(sums, from, stride, terms, at, ldt, result, to, ldc, rows, columns);
      } else {
        add(result, to, ldc, terms, at, ldt, result, to, ldc, rows, columns);
      }
    } else if (isFirst) {
      for (int i = 0; i < rows; i++) {
        System.arraycopy(sums, from + i * stride, result, to + i * ldc, columns);
      }
    }
  }

  /** {@code z = x + y}, row by row. */
  private static void add(
      float[] x,
      int atX,
      int ldx,
      float[] y,
      int atY,
      int ldy,
      float[] z,
      int to,
      int ldz,
      int rows,
      int columns) {
    int whole = Lanes.FLOATS.loopBound(columns);
    for (int i = 0; i < rows; i++) {
      int rowX = atX + i * ldx;
      int rowY = atY + i * ldy;
      int rowZ = to + i * ldz;
      for (int j = 0; j < whole; j += Lanes.COUNT) {
        FloatVector term = FloatVector.fromArray(Lanes.FLOATS, y, rowY + j);
        Lanes.load(x, rowX + j).add(term).intoArray(z, rowZ + j);
      }
      for (int j = whole; j < columns; j++) {
        z[rowZ + j] = x[rowX + j] + y[rowY + j];
      }
    }
  }
}
