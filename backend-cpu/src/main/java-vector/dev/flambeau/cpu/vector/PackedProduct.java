package dev.flambeau.cpu.vector;

import dev.flambeau.cpu.memory.HostArray;
import dev.flambeau.cpu.memory.HostMemory;
import dev.flambeau.cpu.parallel.Matrix;
import dev.flambeau.cpu.parallel.Product;
import dev.flambeau.cpu.parallel.Workers;
import org.jspecify.annotations.Nullable;

/**
 * Matrix products by vectors: chooses how each is computed, and which operand stands left.
 *
 * <p>The product of the operands transposed and exchanged is the result transposed, sum by sum in
 * the same order. So the operand whose rows are to be read one by one may be either.
 */
final class PackedProduct implements Product {
  private final Workers workers;
  private final HostMemory memory;
  private final Product plain;

  /**
   * @param plain for products that vectors do not make faster
   */
  PackedProduct(Workers workers, HostMemory memory, Product plain) {
    this.workers = workers;
    this.memory = memory;
    this.plain = plain;
  }

  @Override
  public Matrix dense(Matrix matrix, HostArray scratch) {
    return plain.dense(matrix, scratch);
  }

  @Override
  public Runnable prepare(Matrix a, Matrix b, @Nullable Matrix bias, Matrix c) {
    Matrix repeated =
        bias == null ? null : new Matrix(bias.array(), bias.offset(), c.rows(), c.columns(), 0, 1);
    Matrix turned = repeated == null ? null : repeated.transposed();
    if (a.columns() == 1 && b.columnStride() == 1) {
      return new OuterRun(workers, a, b, bias, c);
    }
    if (c.rows() < ProductTile.ROWS || c.columns() < ProductTile.ROWS) {
      boolean isFlat = c.rows() <= c.columns();
      Matrix wide = isFlat ? b : a.transposed();
      if (wide.columnStride() != 1 && wide.rowStride() != 1) {
        return plain.prepare(a, b, bias, c);
      }
      return isFlat
          ? new SkinnyRun(workers, a, wide, repeated, c)
          : new SkinnyRun(workers, b.transposed(), wide, turned, c.transposed());
    }
    if (gathered(b.transposed(), a.transposed()) < gathered(a, b)) {
      return new PackedRun(workers, memory, b.transposed(), a.transposed(), turned, c.transposed());
    }
    return new PackedRun(workers, memory, a, b, repeated, c);
  }

  /** At how many rows and columns values must be gathered one by one. */
  private static long gathered(Matrix a, Matrix b) {
    long left = a.columnStride() == 1 ? 0 : a.rows();
    long right = b.columnStride() == 1 ? 0 : b.columns();
    return left + right;
  }
}
