package dev.flambeau.cpu.vector.product;

import dev.flambeau.cpu.function.Fma;
import dev.flambeau.cpu.product.Matrix;
import dev.flambeau.cpu.thread.Workers;
import dev.flambeau.cpu.vector.loop.Lanes;
import jdk.incubator.vector.FloatVector;

/**
 * The product of a column and a row, BLAS's ger: there is nothing to be summed, and it takes as
 * long as its result takes to be written. A recurrent layer of one input has two of them.
 */
final class OuterRun implements Runnable {
  /** A thread computes about so many elements in a nanosecond. */
  private static final int SPEED = 8;

  private final Workers workers;
  private final ProductOperands operands;
  private final Workers.Work work = this::multiply;

  /**
   * @param operands of which b is a row, whose elements lie side by side, as those of c's rows do,
   *     and a bias is a row repeated
   */
  OuterRun(Workers workers, ProductOperands operands) {
    this.workers = workers;
    this.operands = operands;
  }

  @Override
  public void run() {
    Matrix c = operands.c();
    workers.split(c.rows(), (long) c.rows() * c.columns() / SPEED, work);
  }

  private void multiply(int from, int to) {
    Matrix a = operands.a();
    float[] b = operands.b().array();
    int atB = operands.b().offset();
    Matrix bias = operands.bias();
    Matrix c = operands.c();
    for (int row = from; row < to; row++) {
      float factor = a.array()[a.at(row, 0)];
      int at = c.at(row, 0);
      if (bias == null) {
        product(factor, b, atB, c.array(), at, c.columns());
      } else {
        sum(factor, b, atB, bias.array(), bias.offset(), c.array(), at, c.columns());
      }
    }
  }

  /** A chain of one, from +0: a product that is −0 by rounding stays so, any other becomes +0. */
  private static void product(float factor, float[] b, int atB, float[] c, int to, int count) {
    FloatVector factors = Lanes.ZERO.broadcast(factor);
    int whole = Lanes.FLOATS.loopBound(count);
    for (int j = 0; j < whole; j += Lanes.COUNT) {
      FloatVector values = FloatVector.fromArray(Lanes.FLOATS, b, atB + j);
      factors.fma(values, Lanes.ZERO).intoArray(c, to + j);
    }
    for (int j = whole; j < count; j++) {
      c[to + j] = Fma.fma(b[atB + j], factor, 0f);
    }
  }

  private static void sum(
      float factor, float[] b, int atB, float[] terms, int atTerms, float[] c, int to, int count) {
    FloatVector factors = Lanes.ZERO.broadcast(factor);
    int whole = Lanes.FLOATS.loopBound(count);
    for (int j = 0; j < whole; j += Lanes.COUNT) {
      FloatVector values = FloatVector.fromArray(Lanes.FLOATS, b, atB + j);
      FloatVector product = factors.fma(values, Lanes.ZERO);
      product.add(FloatVector.fromArray(Lanes.FLOATS, terms, atTerms + j)).intoArray(c, to + j);
    }
    for (int j = whole; j < count; j++) {
      c[to + j] = Fma.fma(b[atB + j], factor, 0f) + terms[atTerms + j];
    }
  }
}
