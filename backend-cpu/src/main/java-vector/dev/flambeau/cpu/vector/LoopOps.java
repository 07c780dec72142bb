package dev.flambeau.cpu.vector;

import dev.flambeau.cpu.function.Fma;
import dev.flambeau.op.Binary;
import dev.flambeau.op.Compare;
import dev.flambeau.op.Op;
import dev.flambeau.op.Ternary;
import dev.flambeau.op.Unary;
import java.util.Map;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * What generated loops call: each op by one name, on vectors and on what is left, one by one. Truth
 * is 1 or 0. The first operand is one that ops can be called on ({@link Lanes}), as is the result.
 */
final class LoopOps {
  /** From op to the name of its methods. */
  static final Map<Class<? extends Op>, String> NAMES =
      Map.ofEntries(
          Map.entry(Unary.Neg.class, "neg"),
          Map.entry(Unary.Relu.class, "relu"),
          Map.entry(Unary.Sqrt.class, "sqrt"),
          Map.entry(Binary.Add.class, "add"),
          Map.entry(Binary.Sub.class, "sub"),
          Map.entry(Binary.Mul.class, "mul"),
          Map.entry(Binary.Div.class, "div"),
          Map.entry(Compare.Equal.class, "equal"),
          Map.entry(Compare.NotEqual.class, "notEqual"),
          Map.entry(Compare.Less.class, "less"),
          Map.entry(Compare.LessEqual.class, "lessEqual"),
          Map.entry(Ternary.Fma.class, "fma"),
          Map.entry(Ternary.Where.class, "where"));

  private LoopOps() {}

  static FloatVector neg(FloatVector x) {
    return x.neg();
  }

  static float neg(float x) {
    return -x;
  }

  /** numerics.md: {@code x <= 0 ? 0 : x}. */
  static FloatVector relu(FloatVector x) {
    return x.blend(0f, x.compare(VectorOperators.LE, 0f));
  }

  static float relu(float x) {
    return Math.max(x, 0f);
  }

  static FloatVector sqrt(FloatVector x) {
    return x.sqrt();
  }

  static float sqrt(float x) {
    return (float) Math.sqrt(x);
  }

  static FloatVector add(FloatVector a, FloatVector b) {
    return a.add(b);
  }

  static float add(float a, float b) {
    return a + b;
  }

  static FloatVector sub(FloatVector a, FloatVector b) {
    return a.sub(b);
  }

  static float sub(float a, float b) {
    return a - b;
  }

  static FloatVector mul(FloatVector a, FloatVector b) {
    return a.mul(b);
  }

  static float mul(float a, float b) {
    return a * b;
  }

  static FloatVector div(FloatVector a, FloatVector b) {
    return a.div(b);
  }

  static float div(float a, float b) {
    return a / b;
  }

  static FloatVector equal(FloatVector a, FloatVector b) {
    return Lanes.ZERO.blend(1f, a.compare(VectorOperators.EQ, b));
  }

  static float equal(float a, float b) {
    return a == b ? 1f : 0f;
  }

  static FloatVector notEqual(FloatVector a, FloatVector b) {
    return Lanes.ZERO.blend(1f, a.compare(VectorOperators.NE, b));
  }

  static float notEqual(float a, float b) {
    return a != b ? 1f : 0f;
  }

  static FloatVector less(FloatVector a, FloatVector b) {
    return Lanes.ZERO.blend(1f, a.compare(VectorOperators.LT, b));
  }

  static float less(float a, float b) {
    return a < b ? 1f : 0f;
  }

  static FloatVector lessEqual(FloatVector a, FloatVector b) {
    return Lanes.ZERO.blend(1f, a.compare(VectorOperators.LE, b));
  }

  static float lessEqual(float a, float b) {
    return a <= b ? 1f : 0f;
  }

  static FloatVector fma(FloatVector a, FloatVector b, FloatVector c) {
    return a.fma(b, c);
  }

  static float fma(float a, float b, float c) {
    return Fma.fma(a, b, c);
  }

  static FloatVector where(FloatVector condition, FloatVector a, FloatVector b) {
    return b.blend(a, condition.compare(VectorOperators.NE, 0f));
  }

  static float where(float condition, float a, float b) {
    return condition != 0 ? a : b;
  }
}
