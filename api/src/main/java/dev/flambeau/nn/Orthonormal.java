package dev.flambeau.nn;

import dev.flambeau.op.Philox;
import dev.flambeau.op.Shape;

/**
 * Rows of a matrix made orthogonal and of length 1, by Gram and Schmidt's process, in double. Done
 * twice, which is enough.
 *
 * @see "W. Hoffmann: Iterative Algorithms for Gram–Schmidt Orthogonalization, 1989"
 */
final class Orthonormal {
  private Orthonormal() {}

  /** Makes the rows of a weight, or its columns if they are fewer, out of normal numbers. */
  static void fill(float[] values, Shape shape, double gain, Philox random) {
    if (shape.rank() < 2) {
      throw new ModelException(
          "orthogonal: takes a parameter of two axes or more, was given " + shape + ".");
    }
    NormalNumbers.fill(values, 0, 1, random);
    int height = shape.size(0);
    int width = shape.elements(1, shape.rank());
    boolean isWide = height <= width;
    double[][] rows = new double[Math.min(height, width)][Math.max(height, width)];
    for (int i = 0; i < rows.length; i++) {
      for (int k = 0; k < rows[i].length; k++) {
        rows[i][k] = values[isWide ? i * width + k : k * width + i];
      }
    }
    rows(rows);
    for (int i = 0; i < rows.length; i++) {
      for (int k = 0; k < rows[i].length; k++) {
        values[isWide ? i * width + k : k * width + i] = (float) (gain * rows[i][k]);
      }
    }
  }

  /** Rows that are linearly independent, at most as many as they are long. */
  static void rows(double[][] rows) {
    for (int i = 0; i < rows.length; i++) {
      for (int pass = 0; pass < 2; pass++) {
        for (int j = 0; j < i; j++) {
          add(rows[i], -dot(rows[i], rows[j]), rows[j]);
        }
      }
      double length = Math.sqrt(dot(rows[i], rows[i]));
      for (int k = 0; k < rows[i].length; k++) {
        rows[i][k] /= length;
      }
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  private static void add(double[] row, double factor, double[] other) {
    for (int k = 0; k < row.length; k++) {
      row[k] += factor * other[k];
    }
  }
}
