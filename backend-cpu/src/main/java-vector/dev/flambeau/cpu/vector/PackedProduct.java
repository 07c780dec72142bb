package dev.flambeau.cpu.vector;

import dev.flambeau.cpu.memory.HostArray;
import dev.flambeau.cpu.memory.HostMemory;
import dev.flambeau.cpu.parallel.Epilogue;
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
  /** Fewer rows or columns than these are not worth a tile. */
  private static final int FEW = 4;

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
    Operands operands = Operands.of(a, b, bias, c);
    if (hasTiles(operands)) {
      return new TiledRun(workers, memory, isTurned(operands) ? operands.turned() : operands, null);
    }
    if (LeavesRun.isWorthIt(workers, operands)) {
      return new LeavesRun(workers, this, operands);
    }
    if (a.columns() == 1 && b.columnStride() == 1) {
      return new OuterRun(workers, operands);
    }
    Operands flat = c.rows() <= c.columns() ? operands : operands.turned();
    boolean hasNeighbours = flat.b().columnStride() == 1 || flat.b().rowStride() == 1;
    return hasNeighbours ? new SkinnyRun(workers, flat) : plain.prepare(a, b, bias, c);
  }

  /** By tiles, what follows is done to each that is computed; else to all when all are. */
  @Override
  public Runnable prepare(Matrix a, Matrix b, @Nullable Matrix bias, Matrix c, Epilogue then) {
    Operands operands = Operands.of(a, b, bias, c);
    if (!hasTiles(operands)) {
      return then.after(prepare(a, b, bias, c), c, workers);
    }
    return isTurned(operands)
        ? new TiledRun(workers, memory, operands.turned(), then.transposed())
        : new TiledRun(workers, memory, operands, then);
  }

  private boolean hasTiles(Operands operands) {
    boolean isOuter = operands.a().columns() == 1 && operands.b().columnStride() == 1;
    boolean isSkinny = operands.c().rows() < FEW || operands.c().columns() < FEW;
    return !isOuter && !isSkinny && !LeavesRun.isWorthIt(workers, operands);
  }

  private static boolean isTurned(Operands operands) {
    return operands.turned().gathered() < operands.gathered();
  }
}
