package dev.flambeau.cpu.vector;

import dev.flambeau.cpu.function.CorrectlyRounded;
import dev.flambeau.cpu.function.CorrectlyRounded.Sigmoid;
import dev.flambeau.cpu.parallel.UnaryParallel;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The functions of {@link CorrectlyRounded}, a vector of doubles at a time: its operations in its
 * order, so its bits.
 *
 * <p>A block of values goes through three short loops and stays in the first-level cache: what the
 * exponential is taken of, the exponential, and what is made of it. In one loop they would be more
 * than HotSpot inlines, and vectors that cross a call are objects: 8 ns a value instead of 2.
 */
final class FunctionVector {
  private static final VectorSpecies<Float> FLOATS = Lanes.HALF;
  private static final VectorSpecies<Double> DOUBLES = Lanes.DOUBLES;
  private static final int COUNT = DOUBLES.length();
  private static final int SIGN = Integer.MIN_VALUE;

  private FunctionVector() {}

  static void exp(float[] x, int at, float[] y, int to, int count) {
    Powers powers = Powers.scratch();
    int whole = DOUBLES.loopBound(count);
    for (int i = 0; i < whole; i += Powers.BLOCK) {
      int block = Math.min(Powers.BLOCK, whole - i);
      clamp(x, at + i, -105, 90, powers.z(), block);
      powers.compute(block);
      exp(powers.s(), powers.p(), y, to + i, block);
    }
    UnaryParallel.exp(x, at + whole, y, to + whole, count - whole);
  }

  static void tanh(float[] x, int at, float[] y, int to, int count) {
    Powers powers = Powers.scratch();
    int whole = DOUBLES.loopBound(count);
    for (int i = 0; i < whole; i += Powers.BLOCK) {
      int block = Math.min(Powers.BLOCK, whole - i);
      twiceTheMagnitude(x, at + i, powers.z(), block);
      powers.compute(block);
      tanh(x, at + i, powers.s(), powers.p(), y, to + i, block);
    }
    UnaryParallel.tanh(x, at + whole, y, to + whole, count - whole);
  }

  static void sigmoid(float[] x, int at, float[] y, int to, int count) {
    Powers powers = Powers.scratch();
    int whole = DOUBLES.loopBound(count);
    for (int i = 0; i < whole; i += Powers.BLOCK) {
      int block = Math.min(Powers.BLOCK, whole - i);
      minus(x, at + i, -20, 105, powers.z(), block);
      powers.compute(block);
      sigmoid(x, at + i, powers.s(), powers.p(), y, to + i, block);
    }
    UnaryParallel.sigmoid(x, at + whole, y, to + whole, count - whole);
  }

  private static DoubleVector load(float[] x, int at) {
    return (DoubleVector) FloatVector.fromArray(FLOATS, x, at).castShape(DOUBLES, 0);
  }

  private static FloatVector narrow(DoubleVector x) {
    return (FloatVector) x.castShape(FLOATS, 0);
  }

  /** NaN stays. */
  private static void clamp(float[] x, int at, double least, double most, double[] z, int count) {
    for (int i = 0; i < count; i += COUNT) {
      DoubleVector v = load(x, at + i);
      v = v.blend(most, v.compare(VectorOperators.GT, most));
      v.blend(least, v.compare(VectorOperators.LT, least)).intoArray(z, i);
    }
  }

  private static void minus(float[] x, int at, double least, double most, double[] z, int count) {
    for (int i = 0; i < count; i += COUNT) {
      DoubleVector v = load(x, at + i).neg();
      v = v.blend(most, v.compare(VectorOperators.GT, most));
      v.blend(least, v.compare(VectorOperators.LT, least)).intoArray(z, i);
    }
  }

  private static void twiceTheMagnitude(float[] x, int at, double[] z, int count) {
    for (int i = 0; i < count; i += COUNT) {
      DoubleVector v = load(x, at + i).abs().mul(2);
      v.blend(20, v.compare(VectorOperators.GT, 20)).intoArray(z, i);
    }
  }

  private static void exp(double[] s, double[] p, float[] y, int to, int count) {
    for (int i = 0; i < count; i += COUNT) {
      DoubleVector scale = DoubleVector.fromArray(DOUBLES, s, i);
      DoubleVector e = scale.mul(DoubleVector.fromArray(DOUBLES, p, i)).add(scale);
      narrow(e).intoArray(y, to + i);
    }
  }

  private static void tanh(
      float[] x, int at, double[] s, double[] p, float[] y, int to, int count) {
    for (int i = 0; i < count; i += COUNT) {
      IntVector sign = FloatVector.fromArray(FLOATS, x, at + i).reinterpretAsInts().and(SIGN);
      DoubleVector scale = DoubleVector.fromArray(DOUBLES, s, i);
      DoubleVector e = scale.mul(DoubleVector.fromArray(DOUBLES, p, i)).add(scale.sub(1));
      IntVector magnitude = narrow(e.div(e.add(2))).reinterpretAsInts();
      magnitude.or(sign).reinterpretAsFloats().intoArray(y, to + i);
    }
  }

  private static void sigmoid(
      float[] x, int at, double[] s, double[] p, float[] y, int to, int count) {
    DoubleVector one = DoubleVector.broadcast(DOUBLES, 1);
    for (int i = 0; i < count; i += COUNT) {
      DoubleVector v = load(x, at + i);
      DoubleVector scale = DoubleVector.fromArray(DOUBLES, s, i);
      DoubleVector d = scale.mul(DoubleVector.fromArray(DOUBLES, p, i)).add(scale.add(1));
      VectorMask<Double> isSmall = v.abs().compare(VectorOperators.LT, Sigmoid.SMALL);
      DoubleVector e = one.div(d).blend(v.mul(Sigmoid.BELOW_QUARTER).add(0.5), isSmall);
      VectorMask<Double> isException = v.compare(VectorOperators.EQ, Sigmoid.EXCEPTION);
      narrow(e.blend(Sigmoid.AT_EXCEPTION, isException)).intoArray(y, to + i);
    }
  }
}
