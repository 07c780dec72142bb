package dev.flambeau.cpu.vector.function;

import dev.flambeau.cpu.function.Circular;
import dev.flambeau.cpu.function.CorrectlyRounded;
import dev.flambeau.cpu.function.Rounding;
import dev.flambeau.cpu.vector.loop.Lanes;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sine and cosine: {@link Circular}. Both are computed of the rest, and bits say which is taken. By
 * fma two parts of π/2 are enough.
 */
final class CircularLoops {
  private static final VectorSpecies<Double> DOUBLES = Lanes.DOUBLES;
  private static final int COUNT = DOUBLES.length();
  private static final LongVector NO_BITS =
      LongVector.zero(VectorSpecies.of(long.class, DOUBLES.vectorShape()));
  private static final DoubleVector UNDECIDED = DoubleVector.broadcast(DOUBLES, Rounding.UNDECIDED);
  private static final DoubleVector NO_QUARTERS = DoubleVector.broadcast(DOUBLES, Circular.SHIFT);

  static final VectorFunction SIN =
      VectorFunction.of(
          CorrectlyRounded::sin, loop("sines"), loop("orCosines"), RoundingLoop.ROUND);

  static final VectorFunction COS =
      VectorFunction.of(
          CorrectlyRounded::cos, loop("sinesOneOn"), loop("orCosines"), RoundingLoop.ROUND);

  private CircularLoops() {}

  private static UninlinedLoop loop(String name) {
    return UninlinedLoop.of(MethodHandles.lookup(), name);
  }

  private static void sines(FunctionBlock block, int count) {
    sines(block, Circular.SHIFT, count);
  }

  private static void sinesOneOn(FunctionBlock block, int count) {
    sines(block, Circular.SHIFT + 1, count);
  }

  /**
   * From x the rest in z, its sine in p, and in s the quarters, of which the shift has some
   * already. Of far angles none, with a sine that is undecided.
   */
  private static void sines(FunctionBlock block, double shift, int count) {
    float[] x = block.x();
    double[] quarters = block.s();
    double[] rests = block.z();
    double[] sines = block.p();
    DoubleVector one = Lanes.DOUBLE_ZERO.broadcast(1.0);
    DoubleVector turns = Lanes.DOUBLE_ZERO.broadcast(Circular.TWO_OVER_PI);
    DoubleVector shifts = Lanes.DOUBLE_ZERO.broadcast(shift);
    DoubleVector upper = Lanes.DOUBLE_ZERO.broadcast(-Circular.UPPER);
    DoubleVector lower = Lanes.DOUBLE_ZERO.broadcast(-Circular.LOWER);
    DoubleVector s0 = Lanes.DOUBLE_ZERO.broadcast(Circular.S0);
    DoubleVector s1 = Lanes.DOUBLE_ZERO.broadcast(Circular.S1);
    DoubleVector s2 = Lanes.DOUBLE_ZERO.broadcast(Circular.S2);
    DoubleVector s3 = Lanes.DOUBLE_ZERO.broadcast(Circular.S3);
    DoubleVector s4 = Lanes.DOUBLE_ZERO.broadcast(Circular.S4);
    DoubleVector s5 = Lanes.DOUBLE_ZERO.broadcast(Circular.S5);
    for (int i = 0; i < count; i += COUNT) {
      DoubleVector v = Lanes.widen(x, i);
      DoubleVector shifted = v.fma(turns, shifts);
      DoubleVector k = shifted.sub(shifts);
      DoubleVector r = k.fma(lower, k.fma(upper, v));
      DoubleVector r2 = r.mul(r);
      DoubleVector r4 = r2.mul(r2);
      DoubleVector s = r4.fma(r4.fma(r2.fma(s5, s4), r2.fma(s3, s2)), r2.fma(s1, s0));
      VectorMask<Double> isNear = v.abs().compare(VectorOperators.LT, Circular.FAR);
      UNDECIDED.blend(r.mul(r2.fma(s, one)), isNear).intoArray(sines, i);
      NO_QUARTERS.blend(shifted, isNear).intoArray(quarters, i);
      r.intoArray(rests, i);
    }
  }

  /**
   * Puts cosines in the place of sines where quarters are odd, and the sign where there are two.
   */
  private static void orCosines(FunctionBlock block, int count) {
    double[] shifted = block.s();
    double[] rests = block.z();
    double[] results = block.p();
    DoubleVector one = Lanes.DOUBLE_ZERO.broadcast(1.0);
    DoubleVector minusHalf = Lanes.DOUBLE_ZERO.broadcast(-0.5);
    DoubleVector c0 = Lanes.DOUBLE_ZERO.broadcast(Circular.C0);
    DoubleVector c1 = Lanes.DOUBLE_ZERO.broadcast(Circular.C1);
    DoubleVector c2 = Lanes.DOUBLE_ZERO.broadcast(Circular.C2);
    DoubleVector c3 = Lanes.DOUBLE_ZERO.broadcast(Circular.C3);
    DoubleVector c4 = Lanes.DOUBLE_ZERO.broadcast(Circular.C4);
    DoubleVector c5 = Lanes.DOUBLE_ZERO.broadcast(Circular.C5);
    for (int i = 0; i < count; i += COUNT) {
      DoubleVector r = Lanes.load(rests, i);
      DoubleVector r2 = r.mul(r);
      DoubleVector r4 = r2.mul(r2);
      DoubleVector c = r4.fma(r4.fma(r2.fma(c5, c4), r2.fma(c3, c2)), r2.fma(c1, c0));
      DoubleVector cosine = r4.fma(c, r2.fma(minusHalf, one));
      LongVector quarters = NO_BITS.or(Lanes.load(shifted, i).reinterpretAsLongs());
      LongVector isOdd = NO_BITS.sub(quarters.and(1));
      LongVector sine = NO_BITS.or(Lanes.load(results, i).reinterpretAsLongs());
      LongVector other = sine.lanewise(VectorOperators.XOR, cosine.reinterpretAsLongs());
      LongVector sign = quarters.and(2).lanewise(VectorOperators.LSHL, 62);
      LongVector bits = sine.lanewise(VectorOperators.XOR, other.and(isOdd));
      bits.lanewise(VectorOperators.XOR, sign).reinterpretAsDoubles().intoArray(results, i);
    }
  }
}
