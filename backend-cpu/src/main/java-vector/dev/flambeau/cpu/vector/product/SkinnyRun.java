package dev.flambeau.cpu.vector.product;

import dev.flambeau.cpu.function.Fma;
import dev.flambeau.cpu.product.Matrix;
import dev.flambeau.cpu.thread.ObjectPool;
import dev.flambeau.cpu.thread.Workers;
import dev.flambeau.cpu.vector.loop.Lanes;
import dev.flambeau.op.Contraction;
import jdk.incubator.vector.FloatVector;

/**
 * The product of very few rows and a matrix, which is read where it lies, once for each row. What
 * the rows share is too little to be worth packing: BLAS's gemv.
 *
 * <p>Where the matrix's columns lie side by side, a block of them is a few vectors. Where its
 * values of k do, a block is a few chains of single fma, enough to hide its latency.
 */
final class SkinnyRun implements Runnable {
  /** Columns of a block: four vectors, or as many chains. */
  private static final int BLOCK = 4 * Lanes.COUNT;

  private static final int LANES = Lanes.COUNT;

  /** A thread computes about so many fma in a nanosecond, and as many in chains. */
  private static final int SPEED = 8;

  private static final int SPEED_OF_CHAINS = 4;

  private static final ObjectPool<float[]> BLOCKS = new ObjectPool<>(() -> new float[BLOCK]);

  private final Workers workers;
  private final ProductOperands operands;
  private final Workers.Work work = this::multiply;

  /**
   * @param operands of which b has a stride of 1
   */
  SkinnyRun(Workers workers, ProductOperands operands) {
    this.workers = workers;
    this.operands = operands;
  }

  @Override
  public void run() {
    Matrix c = operands.c();
    int count = (c.columns() + BLOCK - 1) / BLOCK;
    int speed = operands.b().columnStride() == 1 ? SPEED : SPEED_OF_CHAINS;
    workers.split(count, (long) c.rows() * c.columns() * operands.a().columns() / speed, work);
  }

  private void multiply(int from, int to) {
    float[] sums = BLOCKS.take();
    for (int block = from; block < to; block++) {
      for (int row = 0; row < operands.c().rows(); row++) {
        multiply(row, block * BLOCK, sums);
      }
    }
    BLOCKS.give(sums);
  }

  /** One block of one row, leaf by leaf. */
  private void multiply(int row, int column, float[] sums) {
    Matrix a = operands.a();
    Matrix b = operands.b();
    Matrix c = operands.c();
    int columns = Math.min(BLOCK, c.columns() - column);
    int firstK = 0;
    do {
      int depth = Math.min(Contraction.LEAF, a.columns() - firstK);
      int at = a.at(row, firstK);
      int from = b.at(firstK, column);
      if (b.columnStride() != 1) {
        chains(at, from, columns, depth, sums);
      } else if (columns == BLOCK) {
        vectors(a.array(), at, a.columnStride(), b.array(), from, b.rowStride(), depth, sums);
      } else {
        rest(at, from, columns, depth, sums);
      }
      boolean isLast = firstK + depth == a.columns();
      LeafSums.merge(
          sums, 0, BLOCK, c, row, column, 1, columns, firstK == 0, isLast ? operands.bias() : null);
      firstK += depth;
    } while (firstK < a.columns());
  }

  private static void vectors(
      float[] a, int at, int step, float[] b, int from, int stride, int depth, float[] sums) {
    FloatVector c0 = Lanes.ZERO.broadcast(0f);
    FloatVector c1 = c0;
    FloatVector c2 = c0;
    FloatVector c3 = c0;
    for (int k = 0; k < depth; k++) {
      FloatVector factor = Lanes.ZERO.broadcast(a[at + k * step]);
      int here = from + k * stride;
      c0 = factor.fma(FloatVector.fromArray(Lanes.FLOATS, b, here), c0);
      c1 = factor.fma(FloatVector.fromArray(Lanes.FLOATS, b, here + LANES), c1);
      c2 = factor.fma(FloatVector.fromArray(Lanes.FLOATS, b, here + 2 * LANES), c2);
      c3 = factor.fma(FloatVector.fromArray(Lanes.FLOATS, b, here + 3 * LANES), c3);
    }
    c0.intoArray(sums, 0);
    c1.intoArray(sums, LANES);
    c2.intoArray(sums, 2 * LANES);
    c3.intoArray(sums, 3 * LANES);
  }

  /** Columns that fill no block, side by side: vectors, then single fma. */
  private void rest(int at, int from, int columns, int depth, float[] sums) {
    Matrix a = operands.a();
    Matrix b = operands.b();
    int whole = Lanes.FLOATS.loopBound(columns);
    for (int j = 0; j < whole; j += LANES) {
      vector(a.array(), at, a.columnStride(), b.array(), from + j, b.rowStride(), depth, sums, j);
    }
    for (int j = whole; j < columns; j++) {
      sums[j] = 0f;
    }
    for (int k = 0; k < depth; k++) {
      float factor = a.array()[at + k * a.columnStride()];
      int here = from + k * b.rowStride();
      for (int j = whole; j < columns; j++) {
        sums[j] = Fma.fma(factor, b.array()[here + j], sums[j]);
      }
    }
  }

  private static void vector(
      float[] a,
      int at,
      int step,
      float[] b,
      int from,
      int stride,
      int depth,
      float[] sums,
      int to) {
    FloatVector sum = Lanes.ZERO.broadcast(0f);
    for (int k = 0; k < depth; k++) {
      FloatVector factor = Lanes.ZERO.broadcast(a[at + k * step]);
      sum = factor.fma(FloatVector.fromArray(Lanes.FLOATS, b, from + k * stride), sum);
    }
    sum.intoArray(sums, to);
  }

  /** Columns whose values of k lie side by side: eight at a time, then one by one. */
  private void chains(int at, int from, int columns, int depth, float[] sums) {
    Matrix a = operands.a();
    Matrix b = operands.b();
    int apart = b.columnStride();
    int j = 0;
    for (; j + 8 <= columns; j += 8) {
      eightChains(
          a.array(), at, a.columnStride(), b.array(), from + j * apart, apart, depth, sums, j);
    }
    for (; j < columns; j++) {
      float sum = 0f;
      for (int k = 0; k < depth; k++) {
        sum = Fma.fma(a.array()[at + k * a.columnStride()], b.array()[from + j * apart + k], sum);
      }
      sums[j] = sum;
    }
  }

  private static void eightChains(
      float[] a,
      int at,
      int step,
      float[] b,
      int from,
      int apart,
      int depth,
      float[] sums,
      int to) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    for (int k = 0; k < depth; k++) {
      float factor = a[at + k * step];
      int here = from + k;
      s0 = Fma.fma(factor, b[here], s0);
      s1 = Fma.fma(factor, b[here + apart], s1);
      s2 = Fma.fma(factor, b[here + 2 * apart], s2);
      s3 = Fma.fma(factor, b[here + 3 * apart], s3);
      s4 = Fma.fma(factor, b[here + 4 * apart], s4);
      s5 = Fma.fma(factor, b[here + 5 * apart], s5);
      s6 = Fma.fma(factor, b[here + 6 * apart], s6);
      s7 = Fma.fma(factor, b[here + 7 * apart], s7);
    }
    sums[to] = s0;
    sums[to + 1] = s1;
    sums[to + 2] = s2;
    sums[to + 3] = s3;
    sums[to + 4] = s4;
    sums[to + 5] = s5;
    sums[to + 6] = s6;
    sums[to + 7] = s7;
  }
}
