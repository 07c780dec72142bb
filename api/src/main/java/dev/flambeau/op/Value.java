package dev.flambeau.op;

import java.util.ArrayList;
import java.util.List;

/**
 * A value of an expression, with the verbs that decompositions, gradients and updates are written
 * in.
 *
 * <p>Who made it decides what becomes of an op on it: a {@link Graph.Builder} adds a node, the tape
 * runs it at once. Shapes stretch by NumPy's rules. All values of an expression have one maker.
 */
public interface Value {
  /** Its element type and shape. */
  TensorType type();

  /** What an op gives of some values, of which this need not be one. */
  List<Value> apply(Op op, List<? extends Value> operands);

  // ---- what all verbs are made of ----

  /** The first output of an op on this value, then others. */
  default Value then(Op op, Value... others) {
    List<Value> operands = new ArrayList<>(1 + others.length);
    operands.add(this);
    operands.addAll(List.of(others));
    return apply(op, operands).get(0);
  }

  /** A single number of this value's element type, to be stretched. */
  default Value constant(double number) {
    return constant(number, Shape.SCALAR);
  }

  /** One number, of this value's element type, all over a shape. */
  default Value constant(double number, Shape shape) {
    return apply(new Fill(type().dtype(), shape, number), List.of()).get(0);
  }

  /** The sizes of its axes. */
  default Shape shape() {
    return type().shape();
  }

  // ---- elementwise ----

  default Value neg() {
    return then(new Unary.Neg());
  }

  default Value abs() {
    return then(new Unary.Abs());
  }

  default Value cos() {
    return then(new Unary.Cos());
  }

  default Value erf() {
    return then(new Unary.Erf());
  }

  default Value exp() {
    return then(new Unary.Exp());
  }

  default Value expm1() {
    return then(new Unary.Expm1());
  }

  default Value log() {
    return then(new Unary.Log());
  }

  default Value log1p() {
    return then(new Unary.Log1p());
  }

  default Value sqrt() {
    return then(new Unary.Sqrt());
  }

  default Value relu() {
    return then(new Unary.Relu());
  }

  default Value sigmoid() {
    return then(new Unary.Sigmoid());
  }

  default Value sin() {
    return then(new Unary.Sin());
  }

  default Value tanh() {
    return then(new Unary.Tanh());
  }

  default Value add(Value other) {
    return then(new Binary.Add(), other);
  }

  default Value add(double number) {
    return add(constant(number));
  }

  default Value sub(Value other) {
    return then(new Binary.Sub(), other);
  }

  default Value sub(double number) {
    return sub(constant(number));
  }

  default Value mul(Value other) {
    return then(new Binary.Mul(), other);
  }

  default Value mul(double number) {
    return mul(constant(number));
  }

  default Value div(Value other) {
    return then(new Binary.Div(), other);
  }

  default Value div(double number) {
    return div(constant(number));
  }

  /** {@code this · factor + term}, rounded once. */
  default Value fma(Value factor, Value term) {
    return then(new Ternary.Fma(), factor, term);
  }

  default Value eq(Value other) {
    return then(new Compare.Equal(), other);
  }

  default Value eq(double number) {
    return eq(constant(number));
  }

  default Value ne(Value other) {
    return then(new Compare.NotEqual(), other);
  }

  default Value ne(double number) {
    return ne(constant(number));
  }

  default Value lt(Value other) {
    return then(new Compare.Less(), other);
  }

  default Value lt(double number) {
    return lt(constant(number));
  }

  default Value le(Value other) {
    return then(new Compare.LessEqual(), other);
  }

  default Value le(double number) {
    return le(constant(number));
  }

  default Value gt(Value other) {
    return other.lt(this);
  }

  default Value gt(double number) {
    return gt(constant(number));
  }

  default Value ge(Value other) {
    return other.le(this);
  }

  default Value ge(double number) {
    return ge(constant(number));
  }

  /** {@code this ? a : b}, for a value of BOOL. */
  default Value where(Value a, Value b) {
    return then(new Ternary.Where(), a, b);
  }

  /** {@code this ? a : number}, for a value of BOOL. */
  default Value where(Value a, double number) {
    return where(a, a.constant(number));
  }

  /** {@code this ? number : b}, for a value of BOOL. */
  default Value where(double number, Value b) {
    return where(b.constant(number), b);
  }

  default Value cast(DType dtype) {
    return then(new Conversion.Cast(dtype));
  }

  /** From labels {@code (…)} to {@code (…, classes)}. */
  default Value oneHot(int classes, DType dtype) {
    return then(new Conversion.OneHot(classes, dtype));
  }

  // ---- reductions ----

  default Value sum(List<Integer> axes, boolean keepDim) {
    return then(new Reduction.Sum(axes, keepDim));
  }

  default Value mean(List<Integer> axes, boolean keepDim) {
    return then(new Reduction.Mean(axes, keepDim));
  }

  default Value max(List<Integer> axes, boolean keepDim) {
    return then(new Reduction.Max(axes, keepDim));
  }

  // ---- products ----

  default Value matmul(Value other, boolean transposeThis, boolean transposeOther) {
    return then(new Contraction.MatMul(transposeThis, transposeOther), other);
  }

  default Value linear(Value weight, Value bias) {
    return then(new Contraction.Linear(), weight, bias);
  }

  // ---- movements ----

  default Value reshape(Shape shape) {
    return then(new Movement.Reshape(shape));
  }

  default Value expand(Shape shape) {
    return then(new Movement.Expand(shape));
  }

  default Value permute(List<Integer> permutation) {
    return then(new Movement.Transpose(permutation));
  }

  default Value slice(int axis, int start, int end) {
    return then(new Movement.Slice(axis, start, end));
  }

  default Value pad(int axis, int before, int after) {
    return then(new Movement.Pad(axis, before, after));
  }

  /** From {@code (…, size…)} to {@code (…, kernel…, position…)}, padding being +0. */
  default Value unfold(Window window) {
    return window.padded(this).then(new Movement.Unfold(window.unpadded(), false));
  }

  /** The positions along an axis that an index names. */
  default Value indexSelect(int axis, Value index) {
    return then(new Indexing.IndexSelect(axis), index);
  }

  /** So many positions along an axis, each the sum of those that an index sends there. */
  default Value indexAdd(int axis, int size, Value index) {
    return then(new Indexing.IndexAdd(axis, size), index);
  }

  /** Values one behind the other along an axis; there is one or more. */
  static Value concat(int axis, List<? extends Value> values) {
    return values.get(0).apply(new Movement.Concat(axis), values).get(0);
  }
}
