package dev.flambeau.cpu.vector.loop;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The elementwise ops on vectors, apart from those that are functions: of each a method, whose name
 * is the op's, as in {@link dev.flambeau.cpu.loop.ScalarOps}. Truth is a mask, and 1 or 0 where
 * more is made of it than choices. The first operand is one that ops can be called on ({@link
 * Lanes}), as is the result.
 */
final class VectorOps {
  private VectorOps() {}

  static FloatVector abs(FloatVector x) {
    return x.abs();
  }

  static FloatVector neg(FloatVector x) {
    return x.neg();
  }

  /** numerics.md: {@code x <= 0 ? 0 : x}. */
  static FloatVector relu(FloatVector x) {
    return x.blend(0f, x.compare(VectorOperators.LE, 0f));
  }

  static FloatVector sqrt(FloatVector x) {
    return x.sqrt();
  }

  static FloatVector add(FloatVector a, FloatVector b) {
    return a.add(b);
  }

  static FloatVector sub(FloatVector a, FloatVector b) {
    return a.sub(b);
  }

  static FloatVector mul(FloatVector a, FloatVector b) {
    return a.mul(b);
  }

  static FloatVector div(FloatVector a, FloatVector b) {
    return a.div(b);
  }

  static VectorMask<Float> equal(FloatVector a, FloatVector b) {
    return a.compare(VectorOperators.EQ, b);
  }

  static VectorMask<Float> notEqual(FloatVector a, FloatVector b) {
    return a.compare(VectorOperators.NE, b);
  }

  static VectorMask<Float> less(FloatVector a, FloatVector b) {
    return a.compare(VectorOperators.LT, b);
  }

  static VectorMask<Float> lessEqual(FloatVector a, FloatVector b) {
    return a.compare(VectorOperators.LE, b);
  }

  /** 1 where a mask holds, else 0. */
  static FloatVector number(VectorMask<Float> mask) {
    return Lanes.ZERO.blend(1f, mask);
  }

  static FloatVector fma(FloatVector a, FloatVector b, FloatVector c) {
    return a.fma(b, c);
  }

  static FloatVector where(VectorMask<Float> condition, FloatVector a, FloatVector b) {
    return b.blend(a, condition);
  }

  static FloatVector where(FloatVector condition, FloatVector a, FloatVector b) {
    return b.blend(a, condition.compare(VectorOperators.NE, 0f));
  }
}
