package dev.flambeau.cpu.vector.product;

import dev.flambeau.cpu.memory.HostArray;
import dev.flambeau.cpu.memory.HostMemory;
import dev.flambeau.cpu.product.Epilogue;
import dev.flambeau.cpu.product.Matrix;
import dev.flambeau.cpu.product.MatrixProduct;
import dev.flambeau.cpu.thread.Workers;
import org.jspecify.annotations.Nullable;

/**
 * Matrix products by vectors: chooses how each is computed, and which operand stands left.
 *
 * <p>The product of the operands transposed and exchanged is the result transposed, sum by sum in
 * the same order. So the operand whose rows are to be read one by one may be either.
 */
public final class VectorProduct implements MatrixProduct {
  /** Fewer rows or columns than these are not worth a tile. */
  private static final int FEW = 4;

  private final Workers workers;
  private final HostMemory memory;
  private final MatrixProduct plain;

  /**
   * @param plain for products that vectors do not make faster
   */
  public VectorProduct(Workers workers, HostMemory memory, MatrixProduct plain) {
    this.workers = workers;
    this.memory = memory;
    this.plain = plain;
  }

  @Override
  public Matrix dense(Matrix matrix, HostArray scratch) {
    return plain.dense(matrix, scratch);
  }

  /** By tiles, what follows is done to each that is computed; else to all when all are. */
  @Override
  public Runnable prepare(Matrix a, Matrix b, @Nullable Matrix bias, Matrix c, Epilogue then) {
    ProductOperands operands = ProductOperands.of(a, b, bias, c);
    ProductOperands turned = operands.turned();
    if (LeavesRun.isWorthIt(workers, operands)) {
      return then.after(new LeavesRun(workers, this, operands), c, workers);
    }
    if (a.columns() == 1 && b.columnStride() == 1) {
      return then.after(new OuterRun(workers, operands), c, workers);
    }
    if (c.rows() < FEW || c.columns() < FEW) {
      ProductOperands flat = c.rows() <= c.columns() ? operands : turned;
      boolean hasNeighbours = flat.b().columnStride() == 1 || flat.b().rowStride() == 1;
      return hasNeighbours
          ? then.after(new SkinnyRun(workers, flat), c, workers)
          : plain.prepare(a, b, bias, c, then);
    }
    return turned.gathered() < operands.gathered()
        ? new TiledRun(workers, memory, turned, then.transposed())
        : new TiledRun(workers, memory, operands, then);
  }
}
