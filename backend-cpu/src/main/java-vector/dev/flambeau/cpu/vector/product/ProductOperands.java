package dev.flambeau.cpu.vector.product;

import dev.flambeau.cpu.product.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * The matrices of a product, and the one for its result: {@code c = a·b}, plus a bias added last,
 * if there is one.
 *
 * @param bias a matrix like c, that repeats one row or one column
 */
record ProductOperands(Matrix a, Matrix b, @Nullable Matrix bias, Matrix c) {
  /** With one row added to each row of the result, or none. */
  static ProductOperands of(Matrix a, Matrix b, @Nullable Matrix row, Matrix c) {
    Matrix repeated =
        row == null ? null : new Matrix(row.array(), row.offset(), c.rows(), c.columns(), 0, 1);
    return new ProductOperands(a, b, repeated, c);
  }

  /** Those of the result transposed, which has the same sums in the same order. */
  ProductOperands turned() {
    Matrix turnedBias = bias == null ? null : bias.transposed();
    return new ProductOperands(b.transposed(), a.transposed(), turnedBias, c.transposed());
  }

  /** At how many rows of a and columns of b values must be gathered one by one. */
  long gathered() {
    long left = a.columnStride() == 1 ? 0 : a.rows();
    long right = b.columnStride() == 1 ? 0 : b.columns();
    return left + right;
  }
}
