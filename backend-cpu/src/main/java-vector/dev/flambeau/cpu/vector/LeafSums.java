package dev.flambeau.cpu.vector;

import dev.flambeau.cpu.parallel.Matrix;
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
   * @param sums row by row, rows {@code stride} apart
   * @param row the output's first row that they belong to
   * @param column the first column
   * @param isFirst whether there is no leaf before
   * @param last what is added after the last leaf, a matrix like c, if there is something
   */
  static void merge(
      float[] sums,
      int stride,
      Matrix c,
      int row,
      int column,
      int rows,
      int columns,
      boolean isFirst,
      @Nullable Matrix last) {
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
        float sum = terms[at + i * before.rowStride()] + sums[i * stride + j];
        result[to + i * c.rowStride()] = sum + lastTerms[atLast + i * after.rowStride()];
      }
    }
  }
}
