package dev.flambeau.op;

import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * Ops that compute each element from one element of each input, which stretch to one shape by
 * NumPy's rules: the primitives, and what is made of them.
 */
public sealed interface Elementwise extends Op permits Binary, Compare, Composite, Ternary, Unary {

  /** Whether an op is elementwise, and not made of others that are. */
  static boolean isPrimitive(Class<? extends Op> op) {
    return Elementwise.class.isAssignableFrom(op) && !Composite.class.isAssignableFrom(op);
  }

  /**
   * An op of one input by its expression: {@code Elementwise.of("square", x -> x.mul(x))}. Kernels
   * and gradient follow from it, on every device.
   *
   * @param name as messages have it
   */
  static Composite of(String name, UnaryOperator<Value> expression) {
    return new Composite.Expression(name, 1, x -> List.of(expression.apply(x.get(0))));
  }

  /** An op of two inputs by its expression. */
  static Composite of(String name, BinaryOperator<Value> expression) {
    return new Composite.Expression(name, 2, x -> List.of(expression.apply(x.get(0), x.get(1))));
  }

  /** An op of three inputs by its expression. */
  static Composite of(String name, OfThree expression) {
    return new Composite.Expression(
        name, 3, x -> List.of(expression.apply(x.get(0), x.get(1), x.get(2))));
  }

  /**
   * An op of any number of inputs and outputs by its expression.
   *
   * @param inputs how many it takes
   */
  static Composite of(String name, int inputs, UnaryOperator<List<Value>> expression) {
    return new Composite.Expression(name, inputs, expression);
  }

  /** An expression over three values. */
  @FunctionalInterface
  interface OfThree {
    Value apply(Value a, Value b, Value c);
  }
}
