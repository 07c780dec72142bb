package dev.flambeau.torch;

import dev.flambeau.nn.Layer;
import dev.flambeau.nn.loss.LossFunction;
import dev.flambeau.tensor.Tensor;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * One line of the contract: an expression under the name that it has in tensor_cases.py, where
 * PyTorch's stands, and what it is run on.
 *
 * @param name the method that the line is for, and after a colon what it is given
 * @param closeness how near an output must be to PyTorch's
 */
record Line(String name, Closeness closeness, Function<Leaves, Tensor> expression) {
  /** Every line there is. */
  static final List<Line> ALL =
      Stream.of(
              TensorCases.LINES,
              LayerCases.LINES,
              ActivationCases.LINES,
              ChannelCases.LINES,
              NormCases.LINES,
              PositionCases.LINES,
              PaddingCases.LINES,
              ResamplingCases.LINES,
              LossCases.LINES,
              WindowCases.LINES)
          .flatMap(List::stream)
          .toList();

  /** An expression of three tensors. */
  interface OfThree {
    Tensor apply(Tensor x, Tensor y, Tensor z);
  }

  /** A line whose outputs are PyTorch's to the bit. */
  static Line exact(String name, UnaryOperator<Tensor> expression) {
    return new Line(name, Closeness.EXACT, leaves -> expression.apply(leaves.get(0)));
  }

  static Line exact(String name, BinaryOperator<Tensor> expression) {
    return new Line(
        name, Closeness.EXACT, leaves -> expression.apply(leaves.get(0), leaves.get(1)));
  }

  static Line exact(String name, OfThree expression) {
    return new Line(
        name,
        Closeness.EXACT,
        leaves -> expression.apply(leaves.get(0), leaves.get(1), leaves.get(2)));
  }

  /** A line whose outputs are sums, or made of sums. */
  static Line near(String name, UnaryOperator<Tensor> expression) {
    return new Line(name, Closeness.NEAR, leaves -> expression.apply(leaves.get(0)));
  }

  static Line near(String name, BinaryOperator<Tensor> expression) {
    return new Line(name, Closeness.NEAR, leaves -> expression.apply(leaves.get(0), leaves.get(1)));
  }

  static Line near(String name, OfThree expression) {
    return new Line(
        name,
        Closeness.NEAR,
        leaves -> expression.apply(leaves.get(0), leaves.get(1), leaves.get(2)));
  }

  static Line nearOfMany(String name, Function<Leaves, Tensor> expression) {
    return new Line(name, Closeness.NEAR, expression);
  }

  /** A layer with the parameters that the line's values name. */
  static Line layer(String name, Supplier<? extends Layer> layer) {
    return nearOfMany(name, leaves -> leaves.in(layer.get()).forward(leaves.get(0)));
  }

  /** A loss of an output and a target. */
  static Line loss(String name, LossFunction loss) {
    return near(name, loss::of);
  }
}
