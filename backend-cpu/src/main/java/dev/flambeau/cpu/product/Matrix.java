package dev.flambeau.cpu.product;

import dev.flambeau.backend.View;
import dev.flambeau.cpu.memory.HostBuffer;
import dev.flambeau.op.Shape;

/**
 * A matrix in an array: element {@code [i, j]} is at {@code offset + i·rowStride + j·columnStride}.
 */
public record Matrix(
    float[] array, int offset, int rows, int columns, int rowStride, int columnStride) {

  /** Rows that lie one behind the other. */
  public static Matrix of(float[] array, int offset, int rows, int columns) {
    return new Matrix(array, offset, rows, columns, columns, 1);
  }

  /** A view as a matrix of so many rows. */
  public static Matrix of(View view, int rows, int columns) {
    return of(HostBuffer.floats(view), view.offset(), rows, columns);
  }

  /** All axes but the last one as rows. */
  public static Matrix rowsOf(View view) {
    Shape shape = view.type().shape();
    return of(view, shape.elements(0, shape.rank() - 1), shape.size(-1));
  }

  /** Ones, all of them the same one. */
  public static Matrix ones(int rows, int columns) {
    return new Matrix(new float[] {1f}, 0, rows, columns, 0, 0);
  }

  public Matrix transposed() {
    return new Matrix(array, offset, columns, rows, columnStride, rowStride);
  }

  /** Some of the rows. */
  public Matrix rows(int from, int count) {
    return new Matrix(array, at(from, 0), count, columns, rowStride, columnStride);
  }

  /** Some of the columns. */
  public Matrix columns(int from, int count) {
    return new Matrix(array, at(0, from), rows, count, rowStride, columnStride);
  }

  public int at(int i, int j) {
    return offset + i * rowStride + j * columnStride;
  }
}
