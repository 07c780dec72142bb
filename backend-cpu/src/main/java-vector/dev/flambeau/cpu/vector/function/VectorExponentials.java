package dev.flambeau.cpu.vector.function;

import dev.flambeau.cpu.function.CorrectlyRounded;
import dev.flambeau.cpu.function.CorrectlyRounded.Exp;
import dev.flambeau.cpu.function.CorrectlyRounded.Sigmoid;
import dev.flambeau.cpu.function.CorrectlyRounded.Tanh;
import dev.flambeau.cpu.vector.loop.Lanes;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The functions of {@link CorrectlyRounded}, a vector of doubles at a time. The doubles are not the
 * same, for they come by fma and in another order; the floats are, for every float, as the sweep
 * over all of them shows (docs/runs.md).
 *
 * <p>A block of values goes through three short loops and stays in the first-level cache: what the
 * exponential is taken of, the exponential, and what is made of it. In one loop they would be more
 * than HotSpot inlines, and vectors that cross a call are objects: 8 ns a value instead of 2. So
 * would they be if HotSpot compiled them together ({@link UninlinedLoop}).
 *
 * <p>Floats are loaded and stored as whole vectors, of which doubles take the lower half; the upper
 * one is overwritten by what comes next, so a block lies in scratch with room behind it. Vectors of
 * half the width would do without, but wherever HotSpot has met two classes of float vectors it no
 * longer knows which one a load gives, and makes objects of them in every other loop.
 */
public final class VectorExponentials {
  private static final VectorSpecies<Float> FLOATS = Lanes.FLOATS;
  private static final VectorSpecies<Double> DOUBLES = Lanes.DOUBLES;
  private static final int COUNT = DOUBLES.length();
  private static final IntVector SIGN =
      IntVector.broadcast(VectorSpecies.of(int.class, FLOATS.vectorShape()), Integer.MIN_VALUE);

  private static final UninlinedLoop[] EXP = stages("clamped", "exp");
  private static final UninlinedLoop[] TANH = stages("twiceTheMagnitude", "tanh");
  private static final UninlinedLoop[] SIGMOID = stages("minusClamped", "sigmoid");

  private VectorExponentials() {}

  public static void exp(float[] x, int at, float[] y, int to, int count) {
    for (int i = FunctionBlock.run(EXP, x, at, y, to, count); i < count; i++) {
      y[to + i] = CorrectlyRounded.exp(x[at + i]);
    }
  }

  public static void tanh(float[] x, int at, float[] y, int to, int count) {
    for (int i = FunctionBlock.run(TANH, x, at, y, to, count); i < count; i++) {
      y[to + i] = CorrectlyRounded.tanh(x[at + i]);
    }
  }

  public static void sigmoid(float[] x, int at, float[] y, int to, int count) {
    for (int i = FunctionBlock.run(SIGMOID, x, at, y, to, count); i < count; i++) {
      y[to + i] = CorrectlyRounded.sigmoid(x[at + i]);
    }
  }

  /** Four loops: one makes the exponents, two the exponential, one the result. */
  private static UninlinedLoop[] stages(String before, String after) {
    MethodHandles.Lookup here = MethodHandles.lookup();
    return new UninlinedLoop[] {
      UninlinedLoop.of(here, before),
      ExponentialLoops.REDUCE,
      ExponentialLoops.APPROXIMATE,
      UninlinedLoop.of(here, after)
    };
  }

  private static void clamped(FunctionBlock block, int count) {
    clamped(block.x(), 1, Exp.LEAST, Exp.MOST, block.z(), count);
  }

  private static void minusClamped(FunctionBlock block, int count) {
    clamped(block.x(), -1, Sigmoid.LEAST, Sigmoid.MOST, block.z(), count);
  }

  /** NaN stays. */
  private static void clamped(
      float[] x, double sign, double least, double most, double[] z, int count) {
    DoubleVector factor = Lanes.DOUBLE_ZERO.broadcast(sign);
    for (int i = 0; i < count; i += COUNT) {
      DoubleVector v = factor.mul(Lanes.load(x, i).castShape(DOUBLES, 0));
      v = v.blend(most, v.compare(VectorOperators.GT, most));
      v.blend(least, v.compare(VectorOperators.LT, least)).intoArray(z, i);
    }
  }

  private static void twiceTheMagnitude(FunctionBlock block, int count) {
    float[] x = block.x();
    double[] z = block.z();
    DoubleVector two = Lanes.DOUBLE_ZERO.broadcast(2.0);
    for (int i = 0; i < count; i += COUNT) {
      DoubleVector v = two.mul(Lanes.load(x, i).abs().castShape(DOUBLES, 0));
      v.blend(Tanh.MOST, v.compare(VectorOperators.GT, Tanh.MOST)).intoArray(z, i);
    }
  }

  private static void exp(FunctionBlock block, int count) {
    float[] y = block.y();
    double[] s = block.s();
    double[] p = block.p();
    for (int i = 0; i < count; i += COUNT) {
      DoubleVector scale = Lanes.load(s, i);
      DoubleVector e = scale.fma(DoubleVector.fromArray(DOUBLES, p, i), scale);
      Lanes.narrow(e).intoArray(y, i);
    }
  }

  private static void tanh(FunctionBlock block, int count) {
    float[] x = block.x();
    float[] y = block.y();
    double[] s = block.s();
    double[] p = block.p();
    for (int i = 0; i < count; i += COUNT) {
      IntVector sign = SIGN.and(FloatVector.fromArray(FLOATS, x, i).reinterpretAsInts());
      DoubleVector scale = Lanes.load(s, i);
      DoubleVector e = scale.fma(DoubleVector.fromArray(DOUBLES, p, i), scale.sub(1));
      IntVector magnitude = Lanes.narrow(e.div(e.add(2))).reinterpretAsInts();
      Lanes.MINUS_ZERO.add(sign.or(magnitude).reinterpretAsFloats()).intoArray(y, i);
    }
  }

  private static void sigmoid(FunctionBlock block, int count) {
    float[] x = block.x();
    float[] y = block.y();
    double[] s = block.s();
    double[] p = block.p();
    DoubleVector one = Lanes.DOUBLE_ZERO.broadcast(1.0);
    for (int i = 0; i < count; i += COUNT) {
      DoubleVector v = Lanes.widen(x, i);
      DoubleVector scale = Lanes.load(s, i);
      DoubleVector d = scale.fma(DoubleVector.fromArray(DOUBLES, p, i), scale.add(1));
      VectorMask<Double> isSmall = v.abs().compare(VectorOperators.LT, Sigmoid.SMALL);
      DoubleVector e = one.div(d).blend(v.mul(Sigmoid.BELOW_QUARTER).add(0.5), isSmall);
      VectorMask<Double> isException = v.compare(VectorOperators.EQ, Sigmoid.EXCEPTION);
      Lanes.narrow(e.blend(Sigmoid.AT_EXCEPTION, isException)).intoArray(y, i);
    }
  }
}
