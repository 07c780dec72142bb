package dev.flambeau.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The elementwise ops on vectors, apart from those that are functions: of each a method, whose name
 * is the op's, as in {@link dev.flambeau.cpu.parallel.ScalarOps}. Truth is 1 or 0, or a mask where
 * nothing is made of it but choices. The first operand is one that ops can be called on ({@link
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

  static FloatVector equal(FloatVector a, FloatVector b) {
    return Lanes.ZERO.blend(1f, equalMask(a, b));
  }

  static VectorMask<Float> equalMask(FloatVector a, FloatVector b) {
    return a.compare(VectorOperators.EQ, b);
  }

  static FloatVector notEqual(FloatVector a, FloatVector b) {
    return Lanes.ZERO.blend(1f, notEqualMask(a, b));
  }

  static VectorMask<Float> notEqualMask(FloatVector a, FloatVector b) {
    return a.compare(VectorOperators.NE, b);
  }

  static FloatVector less(FloatVector a, FloatVector b) {
    return Lanes.ZERO.blend(1f, lessMask(a, b));
  }

  static VectorMask<Float> lessMask(FloatVector a, FloatVector b) {
    return a.compare(VectorOperators.LT, b);
  }

  static FloatVector lessEqual(FloatVector a, FloatVector b) {
    return Lanes.ZERO.blend(1f, lessEqualMask(a, b));
  }

  static VectorMask<Float> lessEqualMask(FloatVector a, FloatVector b) {
    return a.compare(VectorOperators.LE, b);
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
