package dev.flambeau.op.gradient;

import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.Value;

/** An op that was run, as its gradient rule sees it: values to read, and gradients to hand over. */
public interface Backward {
  /**
   * The op's input of this number, for its values.
   *
   * @throws dev.flambeau.op.FlambeauException if it has been changed since the op was run; a rule
   *     that needs the {@link #type} alone asks for that
   */
  Value input(int number);

  /** Element type and shape of an input. */
  TensorType type(int input);

  /** The shape of an input. */
  default Shape shape(int input) {
    return type(input).shape();
  }

  /** How many inputs the op had. */
  int inputs();

  /** How many outputs the op had. */
  int outputs();

  /** The op's output of this number, for its values; refused as {@link #input} is. */
  Value output(int number);

  /** The op's first output. */
  default Value output() {
    return output(0);
  }

  /**
   * Takes the gradient of an output, of the output's shape: zeros if nothing depends on it. One
   * that is there and that no rule takes is an error, since it would be lost.
   */
  Value gradient(int output);

  /** Whether anything depends on an output, so that its gradient is more than zeros. */
  boolean hasGradient(int output);

  /** The gradient of the op's first output. */
  default Value gradient() {
    return gradient(0);
  }

  /** Whether the gradient of an input is wanted; a rule may leave out what is not. */
  boolean needs(int input);

  /** Hands over the gradient of an input, of the input's shape. */
  void give(int input, Value gradient);

  /**
   * Hands over the gradient of an input that the op stretched, of the shape that it was stretched
   * to: it is summed to the input's.
   */
  default void giveStretched(int input, Value gradient) {
    give(input, Broadcasting.reduce(gradient, shape(input)));
  }
}
