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

  /**
   * The polynomial, of degree 18, off by 2⁻⁴⁸: what that leaves in doubt the plain form decides,
   * which has one of degree 22. From 1.1283791670955168 on.
   */
  private static final double[] G = {
    0x1.20dd750429b8p+0, 0x1.45f306dc99e5p-1, 0x1.a4f4e2a578ba6p-4, -0x1.396686a0ede2p-6,
    -0x1.b6b1b33bceeefp-13, 0x1.bca327fb2859dp-10, -0x1.354dbd31c21c2p-11, 0x1.ab224d4e21c73p-16,
    0x1.1160ac407a648p-14, -0x1.ff4aef7d2811dp-16, 0x1.048032fcd93ecp-18, 0x1.7c4968a0e07e8p-19,
    -0x1.1a0749f66db4dp-19, 0x1.a3bf0131a872dp-21, -0x1.9f458be73a219p-23, 0x1.1bffaf4d0405cp-25,
    -0x1.0429c6fd513c8p-28, 0x1.20963b4bbaadap-32, -0x1.259f4f32fd14ep-37
  };

  static final VectorFunction ERF =
      VectorFunction.of(
          CorrectlyRounded::erf,
          loop("exponents"),
          ExponentialLoops.REDUCE,
          ExponentialLoops.APPROXIMATE,
          loop("erf"),
          RoundingLoop.ROUND);

  private ErrorFunction() {}

  private static UninlinedLoop loop(String name) {
    return UninlinedLoop.of(MethodHandles.lookup(), name);
  }

  /** What the exponential is taken of, by a polynomial in G. Estrin's order. */
  private static void exponents(FunctionBlock block, int count) {
    float[] x = block.x();
    double[] z = block.z();
    DoubleVector g0 = Lanes.DOUBLE_ZERO.broadcast(G[0]);
    DoubleVector g1 = Lanes.DOUBLE_ZERO.broadcast(G[1]);
    DoubleVector g2 = Lanes.DOUBLE_ZERO.broadcast(G[2]);
    DoubleVector g3 = Lanes.DOUBLE_ZERO.broadcast(G[3]);
    DoubleVector g4 = Lanes.DOUBLE_ZERO.broadcast(G[4]);
    DoubleVector g5 = Lanes.DOUBLE_ZERO.broadcast(G[5]);
    DoubleVector g6 = Lanes.DOUBLE_ZERO.broadcast(G[6]);
    DoubleVector g7 = Lanes.DOUBLE_ZERO.broadcast(G[7]);
    DoubleVector g8 = Lanes.DOUBLE_ZERO.broadcast(G[8]);
    DoubleVector g9 = Lanes.DOUBLE_ZERO.broadcast(G[9]);
    DoubleVector g10 = Lanes.DOUBLE_ZERO.broadcast(G[10]);
    DoubleVector g11 = Lanes.DOUBLE_ZERO.broadcast(G[11]);
    DoubleVector g12 = Lanes.DOUBLE_ZERO.broadcast(G[12]);
    DoubleVector g13 = Lanes.DOUBLE_ZERO.broadcast(G[13]);
    DoubleVector g14 = Lanes.DOUBLE_ZERO.broadcast(G[14]);
    DoubleVector g15 = Lanes.DOUBLE_ZERO.broadcast(G[15]);
    DoubleVector g16 = Lanes.DOUBLE_ZERO.broadcast(G[16]);
    DoubleVector g17 = Lanes.DOUBLE_ZERO.broadcast(G[17]);
    DoubleVector g18 = Lanes.DOUBLE_ZERO.broadcast(G[18]);
    for (int i = 0; i < count; i += COUNT) {
      DoubleVector a = Lanes.widen(x, i).abs();
      a = a.blend(Erf.MOST, a.compare(VectorOperators.GT, Erf.MOST));
      DoubleVector a2 = a.mul(a);
      DoubleVector a4 = a2.mul(a2);
      DoubleVector a8 = a4.mul(a4);
      DoubleVector first = a2.fma(a.fma(g3, g2), a.fma(g1, g0));
      DoubleVector second = a2.fma(a.fma(g7, g6), a.fma(g5, g4));
      DoubleVector third = a2.fma(a.fma(g11, g10), a.fma(g9, g8));
      DoubleVector fourth = a2.fma(a.fma(g15, g14), a.fma(g13, g12));
      DoubleVector upper = a8.fma(a2.fma(g18, a.fma(g17, g16)), a4.fma(fourth, third));
      a.neg().mul(a8.fma(upper, a4.fma(second, first))).intoArray(z, i);
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
