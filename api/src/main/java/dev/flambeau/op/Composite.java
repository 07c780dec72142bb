package dev.flambeau.op;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Elementwise ops that are an expression over primitives, and nothing else: their types,
 * decompositions, kernels, gradients and cases follow from it.
 */
public sealed interface Composite extends Elementwise
    permits Composite.Expression, Composite.OfOne, Composite.OfThree, Composite.OfTwo, LossTerm {

  /** How many inputs it takes. */
  int arity();

  /** The expression, over so many values: one value for each output. */
  List<Value> of(List<Value> inputs);

  /** One input, one output. */
  sealed interface OfOne extends Composite permits Activation, Arithmetic, LossTerm.StirlingTerm {
    /** The expression. */
    Value of(Value x);

    @Override
    default int arity() {
      return 1;
    }

    @Override
    default List<Value> of(List<Value> inputs) {
      return List.of(of(inputs.get(0)));
    }
  }

  /** Two inputs, one output. */
  sealed interface OfTwo extends Composite
      permits Dropping, Extremum, LossTerm.OfPair, Normal, Prelu {
    /** The expression. */
    Value of(Value a, Value b);

    @Override
    default int arity() {
      return 2;
    }

    @Override
    default List<Value> of(List<Value> inputs) {
      return List.of(of(inputs.get(0), inputs.get(1)));
    }
  }

  /** Three inputs, one output. */
  sealed interface OfThree extends Composite permits Lerp, LossTerm.OfTriple {
    /** The expression. */
    Value of(Value a, Value b, Value c);

    @Override
    default int arity() {
      return 3;
    }

    @Override
    default List<Value> of(List<Value> inputs) {
      return List.of(of(inputs.get(0), inputs.get(1), inputs.get(2)));
    }
  }

  /**
   * An expression without a class of its own: a user's, or the gradient of another composite.
   *
   * @param name as messages have it
   */
  record Expression(String name, int arity, UnaryOperator<List<Value>> expression)
      implements Composite {
    @Override
    public List<Value> of(List<Value> inputs) {
      return expression.apply(inputs);
    }

    @Override
    public String toString() {
      return "Expression[" + name + "]";
    }
  }

  /** The types that the expression gives: each op in it checks its own. */
  @Override
  default List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, arity());
    List<Value> values = inputs.stream().map(InferredValue::new).map(Value.class::cast).toList();
    try {
      return of(values).stream().map(Value::type).toList();
    } catch (ShapeMismatchException e) {
      throw new ShapeMismatchException(name() + ": " + e.getMessage());
    } catch (TypeMismatchException e) {
      throw new TypeMismatchException(name() + ": " + e.getMessage());
    }
  }

  @Override
  default Optional<Graph> decompose(List<TensorType> inputs) {
    return Optional.of(Graph.of(inputs, this::of));
  }
}
