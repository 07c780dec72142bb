package dev.flambeau.cpu.vector;

import dev.flambeau.cpu.function.CorrectlyRounded.Power;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Power} of a block of values: e^z = s + s·p.
 *
 * @param x the values, with room for a vector behind them
 * @param z what it is taken of
 * @param s powers of two
 * @param p the rest, less 1
 * @param y results, with room for a vector behind them
 */
record Powers(float[] x, double[] z, double[] s, double[] p, float[] y) {
  static final int BLOCK = 256;

  private static final VectorSpecies<Double> DOUBLES = Lanes.DOUBLES;

  private static final ThreadLocal<Powers> SCRATCH =
      ThreadLocal.withInitial(
          () ->
              new Powers(
                  new float[BLOCK + Lanes.COUNT],
                  new double[BLOCK],
                  new double[BLOCK],
                  new double[BLOCK],
                  new float[BLOCK + Lanes.COUNT]));

  /** The caller's thread's. */
  static Powers scratch() {
    return SCRATCH.get();
  }

  /** Computes s and p of the first values of z. */
  void compute(int count) {
    compute(z, s, p, count);
  }

  private static void compute(double[] zs, double[] ss, double[] ps, int count) {
    for (int i = 0; i < count; i += DOUBLES.length()) {
      DoubleVector z = DoubleVector.fromArray(DOUBLES, zs, i);
      DoubleVector shifted = z.mul(Power.LOG2_E).add(Power.SHIFT);
      LongVector biased = shifted.reinterpretAsLongs().add(1023);
      biased.lanewise(VectorOperators.LSHL, 52).reinterpretAsDoubles().intoArray(ss, i);
      DoubleVector k = shifted.sub(Power.SHIFT);
      DoubleVector r = z.sub(k.mul(Power.LN2_UPPER)).sub(k.mul(Power.LN2_LOWER));
      DoubleVector q = r.mul(Power.Q9).add(Power.Q8);
      q = q.mul(r).add(Power.Q7);
      q = q.mul(r).add(Power.Q6);
      q = q.mul(r).add(Power.Q5);
      q = q.mul(r).add(Power.Q4);
      q = q.mul(r).add(Power.Q3);
      q = q.mul(r).add(Power.Q2);
      q = q.mul(r).add(Power.Q1);
      q = q.mul(r).add(Power.Q0);
      r.mul(r).mul(q).add(r).intoArray(ps, i);
    }
  }
}
