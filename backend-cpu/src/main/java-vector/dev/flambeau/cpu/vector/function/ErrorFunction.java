package dev.flambeau.cpu.vector.function;

import dev.flambeau.cpu.function.CorrectlyRounded;
import dev.flambeau.cpu.function.Erf;
import dev.flambeau.cpu.vector.loop.Lanes;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The error function. The polynomial for what the exponential is taken of goes in two loops, each
 * in G. Estrin's order, as in {@link ExponentialLoops}.
 */
final class ErrorFunction {
  private static final VectorSpecies<Double> DOUBLES = Lanes.DOUBLES;
  private static final int COUNT = DOUBLES.length();
  private static final LongVector SIGN =
      LongVector.broadcast(VectorSpecies.of(long.class, DOUBLES.vectorShape()), Long.MIN_VALUE);

  static final VectorFunction ERF =
      VectorFunction.of(
          CorrectlyRounded::erf,
          loop("upperHalf"),
          loop("lowerHalf"),
          ExponentialLoops.REDUCE,
          ExponentialLoops.APPROXIMATE,
          loop("erf"),
          RoundingLoop.ROUND);

  private ErrorFunction() {}

  private static UninlinedLoop loop(String name) {
    return UninlinedLoop.of(MethodHandles.lookup(), name);
  }

  /** The magnitude, and of the polynomial in it what a¹² is a factor of. */
  private static void upperHalf(FunctionBlock block, int count) {
    float[] x = block.x();
    double[] as = block.z();
    double[] uppers = block.p();
    DoubleVector g12 = Lanes.DOUBLE_ZERO.broadcast(Erf.G12);
    DoubleVector g13 = Lanes.DOUBLE_ZERO.broadcast(Erf.G13);
    DoubleVector g14 = Lanes.DOUBLE_ZERO.broadcast(Erf.G14);
    DoubleVector g15 = Lanes.DOUBLE_ZERO.broadcast(Erf.G15);
    DoubleVector g16 = Lanes.DOUBLE_ZERO.broadcast(Erf.G16);
    DoubleVector g17 = Lanes.DOUBLE_ZERO.broadcast(Erf.G17);
    DoubleVector g18 = Lanes.DOUBLE_ZERO.broadcast(Erf.G18);
    DoubleVector g19 = Lanes.DOUBLE_ZERO.broadcast(Erf.G19);
    DoubleVector g20 = Lanes.DOUBLE_ZERO.broadcast(Erf.G20);
    DoubleVector g21 = Lanes.DOUBLE_ZERO.broadcast(Erf.G21);
    DoubleVector g22 = Lanes.DOUBLE_ZERO.broadcast(Erf.G22);
    for (int i = 0; i < count; i += COUNT) {
      DoubleVector a = Lanes.widen(x, i).abs();
      a = a.blend(Erf.MOST, a.compare(VectorOperators.GT, Erf.MOST));
      DoubleVector a2 = a.mul(a);
      DoubleVector a4 = a2.mul(a2);
      DoubleVector least = a2.fma(a.fma(g15, g14), a.fma(g13, g12));
      DoubleVector middle = a2.fma(a.fma(g19, g18), a.fma(g17, g16));
      DoubleVector most = a2.fma(g22, a.fma(g21, g20));
      a4.fma(a4.fma(most, middle), least).intoArray(uppers, i);
      a.intoArray(as, i);
    }
  }

  /** What the exponential is taken of. */
  private static void lowerHalf(FunctionBlock block, int count) {
    double[] as = block.z();
    double[] uppers = block.p();
    DoubleVector g0 = Lanes.DOUBLE_ZERO.broadcast(Erf.G0);
    DoubleVector g1 = Lanes.DOUBLE_ZERO.broadcast(Erf.G1);
    DoubleVector g2 = Lanes.DOUBLE_ZERO.broadcast(Erf.G2);
    DoubleVector g3 = Lanes.DOUBLE_ZERO.broadcast(Erf.G3);
    DoubleVector g4 = Lanes.DOUBLE_ZERO.broadcast(Erf.G4);
    DoubleVector g5 = Lanes.DOUBLE_ZERO.broadcast(Erf.G5);
    DoubleVector g6 = Lanes.DOUBLE_ZERO.broadcast(Erf.G6);
    DoubleVector g7 = Lanes.DOUBLE_ZERO.broadcast(Erf.G7);
    DoubleVector g8 = Lanes.DOUBLE_ZERO.broadcast(Erf.G8);
    DoubleVector g9 = Lanes.DOUBLE_ZERO.broadcast(Erf.G9);
    DoubleVector g10 = Lanes.DOUBLE_ZERO.broadcast(Erf.G10);
    DoubleVector g11 = Lanes.DOUBLE_ZERO.broadcast(Erf.G11);
    for (int i = 0; i < count; i += COUNT) {
      DoubleVector a = Lanes.load(as, i);
      DoubleVector a2 = a.mul(a);
      DoubleVector a4 = a2.mul(a2);
      DoubleVector least = a2.fma(a.fma(g3, g2), a.fma(g1, g0));
      DoubleVector middle = a2.fma(a.fma(g7, g6), a.fma(g5, g4));
      DoubleVector most = a2.fma(a.fma(g11, g10), a.fma(g9, g8));
      most = a4.fma(DoubleVector.fromArray(DOUBLES, uppers, i), most);
      a.neg().mul(a4.fma(a4.fma(most, middle), least)).intoArray(as, i);
    }
  }

  /** 1 less the exponential, with the sign put back. */
  private static void erf(FunctionBlock block, int count) {
    float[] x = block.x();
    double[] s = block.s();
    double[] p = block.p();
    DoubleVector one = Lanes.DOUBLE_ZERO.broadcast(1.0);
    for (int i = 0; i < count; i += COUNT) {
      DoubleVector scale = Lanes.load(s, i);
      DoubleVector y = scale.neg().fma(DoubleVector.fromArray(DOUBLES, p, i), one.sub(scale));
      LongVector sign = SIGN.and(Lanes.widen(x, i).reinterpretAsLongs());
      sign.or(y.reinterpretAsLongs()).reinterpretAsDoubles().intoArray(p, i);
    }
  }
}
