package dev.flambeau.tensor.gradient;

import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import dev.flambeau.tensor.Tensor;

/** What a gradient rule reads and writes. Tensors that it makes are freed when it has returned. */
public interface Backward {
  /**
   * The op's input of this number, for its values.
   *
   * @throws dev.flambeau.tensor.GradientException if it has been changed since the op was run; a
   *     rule that needs the {@link #type} alone asks for that
   */
  Tensor input(int number);

  /** Element type and shape of an input. */
  TensorType type(int input);

  /** The shape of an input. */
  default Shape shape(int input) {
    return type(input).shape();
  }

  /** How many inputs the op had. */
  int inputs();

  /** The op's output of this number, for its values; refused as {@link #input} is. */
  Tensor output(int number);

  /** The op's first output. */
  default Tensor output() {
    return output(0);
  }

  /** The gradient of the op's first output, of its shape. */
  Tensor gradient();

  /** Whether the gradient of an input is wanted; a rule may leave out what is not. */
  boolean needs(int input);

  /** Hands over the gradient of an input, of the input's shape. */
  void give(int input, Tensor gradient);
}
