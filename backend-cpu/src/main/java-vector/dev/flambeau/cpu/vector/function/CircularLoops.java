package dev.flambeau.cpu.vector.function;

import dev.flambeau.cpu.function.Circular;
import dev.flambeau.cpu.function.CorrectlyRounded;
import dev.flambeau.cpu.function.Rounding;
import dev.flambeau.cpu.function.Sin;
import dev.flambeau.cpu.vector.loop.Lanes;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sine and cosine: {@link Circular}. Both are computed of the rest, and bits say which is taken. By
 * fma two parts of π/2 are enough. Far angles are left undecided.
 */
final class CircularLoops {
  private static final VectorSpecies<Double> DOUBLES = Lanes.DOUBLES;
  private static final int COUNT = DOUBLES.length();
  private static final LongVector NO_BITS =
      LongVector.zero(VectorSpecies.of(long.class, DOUBLES.vectorShape()));
  private static final DoubleVector UNDECIDED = DoubleVector.broadcast(DOUBLES, Rounding.UNDECIDED);

  static final VectorFunction SIN =
      VectorFunction.of(
          CorrectlyRounded::sin,
          loop("reduce"),
          loop("sine"),
          loop("cosine"),
          loop("chooseSine"),
          loop("keepSmall"),
          RoundingLoop.ROUND);

  static final VectorFunction COS =
      VectorFunction.of(
          CorrectlyRounded::cos,
          loop("reduce"),
          loop("sine"),
          loop("cosine"),
          loop("chooseCosine"),
          RoundingLoop.ROUND);

  private CircularLoops() {}

  private static UninlinedLoop loop(String name) {
    return UninlinedLoop.of(MethodHandles.lookup(), name);
  }

  /** From x the quarters, shifted, in s, and the rest in z. */
  private static void reduce(FunctionBlock block, int count) {
    float[] x = block.x();
    double[] quarters = block.s();
    double[] rests = block.z();
    DoubleVector turns = Lanes.DOUBLE_ZERO.broadcast(Circular.TWO_OVER_PI);
    DoubleVector shift = Lanes.DOUBLE_ZERO.broadcast(Circular.SHIFT);
    DoubleVector upper = Lanes.DOUBLE_ZERO.broadcast(-Circular.UPPER);
    DoubleVector lower = Lanes.DOUBLE_ZERO.broadcast(-Circular.LOWER);
    for (int i = 0; i < count; i += COUNT) {
      DoubleVector v = Lanes.widen(x, i);
      DoubleVector shifted = v.fma(turns, shift);
      DoubleVector k = shifted.sub(shift);
      k.fma(lower, k.fma(upper, v)).intoArray(rests, i);
      shifted.intoArray(quarters, i);
    }
  }

  private static void sine(FunctionBlock block, int count) {
    double[] rests = block.z();
    double[] sines = block.p();
    DoubleVector s0 = Lanes.DOUBLE_ZERO.broadcast(Circular.S0);
    DoubleVector s1 = Lanes.DOUBLE_ZERO.broadcast(Circular.S1);
    DoubleVector s2 = Lanes.DOUBLE_ZERO.broadcast(Circular.S2);
    DoubleVector s3 = Lanes.DOUBLE_ZERO.broadcast(Circular.S3);
    DoubleVector s4 = Lanes.DOUBLE_ZERO.broadcast(Circular.S4);
    DoubleVector s5 = Lanes.DOUBLE_ZERO.broadcast(Circular.S5);
    for (int i = 0; i < count; i += COUNT) {
      DoubleVector r = Lanes.load(rests, i);
      DoubleVector r2 = r.mul(r);
      DoubleVector r4 = r2.mul(r2);
      DoubleVector s = r4.fma(r4.fma(r2.fma(s5, s4), r2.fma(s3, s2)), r2.fma(s1, s0));
      r.mul(r2).fma(s, r).intoArray(sines, i);
    }
  }

  /** Of the rest, in its place. */
  private static void cosine(FunctionBlock block, int count) {
    double[] rests = block.z();
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
      r4.fma(c, r2.fma(minusHalf, one)).intoArray(rests, i);
    }
  }

  private static void chooseSine(FunctionBlock block, int count) {
    choose(block, 0, count);
  }

  private static void chooseCosine(FunctionBlock block, int count) {
    choose(block, 1, count);
  }

  /**
   * One of the two and its sign, by the quarters and some more; angles that are far are not
   * decided.
   */
  private static void choose(FunctionBlock block, long more, int count) {
    float[] xs = block.x();
    double[] shifted = block.s();
    double[] sines = block.p();
    double[] cosines = block.z();
    for (int i = 0; i < count; i += COUNT) {
      LongVector quarters = NO_BITS.or(Lanes.load(shifted, i).reinterpretAsLongs()).add(more);
      LongVector isOdd = NO_BITS.sub(quarters.and(1));
      LongVector sine = NO_BITS.or(Lanes.load(sines, i).reinterpretAsLongs());
      LongVector cosine = NO_BITS.or(Lanes.load(cosines, i).reinterpretAsLongs());
      LongVector other = sine.lanewise(VectorOperators.XOR, cosine).and(isOdd);
      LongVector sign = quarters.and(2).lanewise(VectorOperators.LSHL, 62);
      LongVector bits = sine.lanewise(VectorOperators.XOR, other);
      DoubleVector y = bits.lanewise(VectorOperators.XOR, sign).reinterpretAsDoubles();
      DoubleVector magnitude = Lanes.widen(xs, i).abs();
      VectorMask<Double> isNear = magnitude.compare(VectorOperators.LT, Circular.FAR);
      UNDECIDED.blend(y, isNear).intoArray(sines, i);
    }
  }

  /** Small values are their own sines. */
  private static void keepSmall(FunctionBlock block, int count) {
    float[] xs = block.x();
    double[] ys = block.p();
    for (int i = 0; i < count; i += COUNT) {
      DoubleVector x = Lanes.widen(xs, i);
      VectorMask<Double> isSmall = x.abs().compare(VectorOperators.LT, Sin.SMALL);
      Lanes.load(ys, i).blend(x, isSmall).intoArray(ys, i);
    }
  }
}
