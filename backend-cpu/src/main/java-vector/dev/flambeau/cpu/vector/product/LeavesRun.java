package dev.flambeau.cpu.vector.product;

import dev.flambeau.cpu.product.Matrix;
import dev.flambeau.cpu.product.MatrixProduct;
import dev.flambeau.cpu.thread.Workers;
import dev.flambeau.op.Contraction;

/**
 * A product of few rows and columns over many k, as the gradient of a weight is that has served a
 * long sequence: threads share out the leaves of k, each of which is a product of its own, into
 * scratch; these are added in the order of numerics.md, "Contractions".
 */
final class LeavesRun implements Runnable {
  /** The most floats that the leaves' sums take: what the second-level cache holds. */
  private static final int MOST_SUMS = 1 << 17;

  /** A thread computes about so many fma in a nanosecond, and reads so many values. */
  private static final int SPEED = 40;

  private static final int READING_SPEED = 4;

  private final Workers workers;
  private final ProductOperands operands;
  private final float[][] sums;
  private final Runnable[] leaves;
  private final Workers.Work work = this::multiply;

  /**
   * @param product computes a leaf
   */
  LeavesRun(Workers workers, MatrixProduct product, ProductOperands operands) {
    this.workers = workers;
    this.operands = operands;
    int count = count(operands);
    int rows = operands.c().rows();
    int columns = operands.c().columns();
    int depth = operands.a().columns();
    sums = new float[count][rows * columns];
    leaves = new Runnable[count];
    for (int leaf = 0; leaf < count; leaf++) {
      int first = leaf * Contraction.LEAF;
      int some = Math.min(Contraction.LEAF, depth - first);
      Matrix a = operands.a().columns(first, some);
      Matrix b = operands.b().rows(first, some);
      leaves[leaf] = product.prepare(a, b, null, Matrix.of(sums[leaf], 0, rows, columns));
    }
  }

  /** Whether that is faster than one leaf after the other. */
  static boolean isWorthIt(Workers workers, ProductOperands operands) {
    long sums = (long) count(operands) * operands.c().rows() * operands.c().columns();
    return sums <= MOST_SUMS && workers.shares(count(operands), cost(operands));
  }

  private static int count(ProductOperands operands) {
    return (operands.a().columns() + Contraction.LEAF - 1) / Contraction.LEAF;
  }

  private static long cost(ProductOperands operands) {
    long rows = operands.c().rows();
    long columns = operands.c().columns();
    long depth = operands.a().columns();
    return depth * (rows + columns) / READING_SPEED + depth * rows * columns / SPEED;
  }

  @Override
  public void run() {
    workers.split(leaves.length, cost(operands), work);
    Matrix c = operands.c();
    int last = leaves.length - 1;
    for (int leaf = 0; leaf <= last; leaf++) {
      Matrix bias = leaf == last ? operands.bias() : null;
      LeafSums.merge(sums[leaf], 0, c.columns(), c, 0, 0, c.rows(), c.columns(), leaf == 0, bias);
    }
  }

  private void multiply(int from, int to) {
    for (int leaf = from; leaf < to; leaf++) {
      leaves[leaf].run();
    }
  }
}
