package dev.flambeau.cpu.vector.function;

import dev.flambeau.cpu.function.Exponential;
import dev.flambeau.cpu.vector.loop.Lanes;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Exponential} of a block of values: e^z = s + s·p. By fma and in Estrin's order, so p is
 * not the one that is computed value by value, but as near to the true one.
 */
final class ExponentialLoops {
  /** From z powers of two, s, and what is left of the exponents, in place of p. */
  static final UninlinedLoop REDUCE = UninlinedLoop.of(MethodHandles.lookup(), "reduce");

  /** From what is left p. */
  static final UninlinedLoop APPROXIMATE = UninlinedLoop.of(MethodHandles.lookup(), "approximate");

  private static final VectorSpecies<Double> DOUBLES = Lanes.DOUBLES;

  private static final LongVector BIAS =
      LongVector.broadcast(VectorSpecies.of(long.class, DOUBLES.vectorShape()), 1023);

  private ExponentialLoops() {}

  private static void reduce(FunctionBlock block, int count) {
    double[] zs = block.z();
    double[] ss = block.s();
    double[] rs = block.p();
    DoubleVector log2e = Lanes.DOUBLE_ZERO.broadcast(Exponential.LOG2_E);
    DoubleVector shift = Lanes.DOUBLE_ZERO.broadcast(Exponential.SHIFT);
    DoubleVector upper = Lanes.DOUBLE_ZERO.broadcast(-Exponential.LN2_UPPER);
    DoubleVector lower = Lanes.DOUBLE_ZERO.broadcast(-Exponential.LN2_LOWER);
    for (int i = 0; i < count; i += DOUBLES.length()) {
      DoubleVector z = Lanes.load(zs, i);
      DoubleVector shifted = z.fma(log2e, shift);
      LongVector biased = BIAS.add(shifted.reinterpretAsLongs());
      Lanes.store(biased.lanewise(VectorOperators.LSHL, 52).reinterpretAsDoubles(), ss, i);
      DoubleVector k = shifted.sub(shift);
      k.fma(lower, k.fma(upper, z)).intoArray(rs, i);
    }
  }

  /**
   * The polynomial in G. Estrin's order (1960), for the chain of Horner's is several times as long.
   */
  private static void approximate(FunctionBlock block, int count) {
    double[] rs = block.p();
    DoubleVector q0 = Lanes.DOUBLE_ZERO.broadcast(Exponential.Q0);
    DoubleVector q1 = Lanes.DOUBLE_ZERO.broadcast(Exponential.Q1);
    DoubleVector q2 = Lanes.DOUBLE_ZERO.broadcast(Exponential.Q2);
    DoubleVector q3 = Lanes.DOUBLE_ZERO.broadcast(Exponential.Q3);
    DoubleVector q4 = Lanes.DOUBLE_ZERO.broadcast(Exponential.Q4);
    DoubleVector q5 = Lanes.DOUBLE_ZERO.broadcast(Exponential.Q5);
    DoubleVector q6 = Lanes.DOUBLE_ZERO.broadcast(Exponential.Q6);
    DoubleVector q7 = Lanes.DOUBLE_ZERO.broadcast(Exponential.Q7);
    DoubleVector q8 = Lanes.DOUBLE_ZERO.broadcast(Exponential.Q8);
    DoubleVector q9 = Lanes.DOUBLE_ZERO.broadcast(Exponential.Q9);
    for (int i = 0; i < count; i += DOUBLES.length()) {
      DoubleVector r = Lanes.load(rs, i);
      DoubleVector r2 = r.mul(r);
      DoubleVector r4 = r2.mul(r2);
      DoubleVector lowest = r2.fma(r.fma(q3, q2), r.fma(q1, q0));
      DoubleVector middle = r2.fma(r.fma(q7, q6), r.fma(q5, q4));
      DoubleVector highest = r4.fma(r.fma(q9, q8), middle);
      r2.fma(r4.fma(highest, lowest), r).intoArray(rs, i);
    }
  }
}
