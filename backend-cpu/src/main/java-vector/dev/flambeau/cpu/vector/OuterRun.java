package dev.flambeau.cpu.vector;

import dev.flambeau.cpu.function.Fma;
import dev.flambeau.cpu.parallel.Matrix;
import dev.flambeau.cpu.parallel.Workers;
import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;

/**
 * The product of a column and a row, BLAS's ger: there is nothing to be summed, and it takes as
 * long as its result takes to be written. A recurrent layer of one input has two of them.
 */
final class OuterRun implements Runnable {
  /** A thread computes about so many elements in a nanosecond. */
  private static final int SPEED = 8;

  private final Workers workers;
  private final Matrix a;
  private final Matrix b;
  private final @Nullable Matrix bias;
  private final Matrix c;
  private final Workers.Work work = this::multiply;

  /**
   * @param b a row, whose elements lie side by side, as those of c's rows do
   * @param bias what is added last, if there is something: a row repeated
   */
  OuterRun(Workers workers, Matrix a, Matrix b, @Nullable Matrix bias, Matrix c) {
    this.workers = workers;
    this.a = a;
    this.b = b;
    this.bias = bias;
    this.c = c;
  }

  @Override
  public void run() {
    workers.split(c.rows(), (long) c.rows() * c.columns() / SPEED, work);
  }

  private void multiply(int from, int to) {
    for (int row = from; row < to; row++) {
      float factor = a.array()[a.at(row, 0)];
      int at = c.at(row, 0);
      if (bias == null) {
        product(factor, b.array(), b.offset(), c.array(), at, c.columns());
      } else {
        float[] terms = bias.array();
        sum(factor, b.array(), b.offset(), terms, bias.offset(), c.array(), at, c.columns());
      }
    }
  }

  /** A chain of one, from +0: a product that is −0 by rounding stays so, any other becomes +0. */
  private static void product(float factor, float[] b, int atB, float[] c, int to, int count) {
    FloatVector factors = Lanes.ZERO.broadcast(factor);
    int whole = Lanes.FLOATS.loopBound(count);
    for (int j = 0; j < whole; j += Lanes.COUNT) {
      Lanes.load(b, atB + j).fma(factors, Lanes.ZERO).intoArray(c, to + j);
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
      FloatVector product = Lanes.load(b, atB + j).fma(factors, Lanes.ZERO);
      product.add(FloatVector.fromArray(Lanes.FLOATS, terms, atTerms + j)).intoArray(c, to + j);
    }
    for (int j = whole; j < count; j++) {
      c[to + j] = Fma.fma(b[atB + j], factor, 0f) + terms[atTerms + j];
    }
  }
}
