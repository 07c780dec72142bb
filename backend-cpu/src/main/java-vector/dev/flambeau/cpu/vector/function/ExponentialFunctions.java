package dev.flambeau.cpu.vector.function;

import dev.flambeau.cpu.function.CorrectlyRounded;
import dev.flambeau.cpu.function.Exp;
import dev.flambeau.cpu.function.Expm1;
import dev.flambeau.cpu.function.Sigmoid;
import dev.flambeau.cpu.function.Tanh;
import dev.flambeau.cpu.vector.loop.Lanes;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The functions that are made of the exponential. */
final class ExponentialFunctions {
  private static final VectorSpecies<Float> FLOATS = Lanes.FLOATS;
  private static final VectorSpecies<Double> DOUBLES = Lanes.DOUBLES;
  private static final int COUNT = DOUBLES.length();
  private static final IntVector SIGN =
      IntVector.broadcast(VectorSpecies.of(int.class, FLOATS.vectorShape()), Integer.MIN_VALUE);

  static final VectorFunction EXP =
      VectorFunction.of(
          CorrectlyRounded::exp,
          loop("clamped"),
          ExponentialLoops.REDUCE,
          ExponentialLoops.APPROXIMATE,
          loop("exp"));

  static final VectorFunction EXPM1 =
      VectorFunction.of(
          CorrectlyRounded::expm1,
          loop("clampedToMinusOne"),
          ExponentialLoops.REDUCE,
          ExponentialLoops.APPROXIMATE,
          loop("expm1"),
          RoundingLoop.ROUND);

  static final VectorFunction TANH =
      VectorFunction.of(
          CorrectlyRounded::tanh,
          loop("twiceTheMagnitude"),
          ExponentialLoops.REDUCE,
          ExponentialLoops.APPROXIMATE,
          loop("tanh"));

  static final VectorFunction SIGMOID =
      VectorFunction.of(
          CorrectlyRounded::sigmoid,
          loop("minusClamped"),
          ExponentialLoops.REDUCE,
          ExponentialLoops.APPROXIMATE,
          loop("sigmoid"));

  private ExponentialFunctions() {}

  private static UninlinedLoop loop(String name) {
    return UninlinedLoop.of(MethodHandles.lookup(), name);
  }

  private static void clamped(FunctionBlock block, int count) {
    clamped(block.x(), 1, Exp.LEAST, Exp.MOST, block.z(), count);
  }

  private static void clampedToMinusOne(FunctionBlock block, int count) {
    clamped(block.x(), 1, Expm1.LEAST, Expm1.MOST, block.z(), count);
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

  private static void expm1(FunctionBlock block, int count) {
    float[] x = block.x();
    double[] s = block.s();
    double[] p = block.p();
    for (int i = 0; i < count; i += COUNT) {
      DoubleVector v = Lanes.widen(x, i);
      DoubleVector scale = Lanes.load(s, i);
      DoubleVector e = scale.fma(DoubleVector.fromArray(DOUBLES, p, i), scale.sub(1));
      e.blend(v, v.abs().compare(VectorOperators.LT, Expm1.SMALL)).intoArray(p, i);
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

  /** Its one exception takes less than to look for doubt. */
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
