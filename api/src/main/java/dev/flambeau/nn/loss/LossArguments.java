package dev.flambeau.nn.loss;

import dev.flambeau.nn.ModelException;
import dev.flambeau.op.Composite;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.tensor.Tensor;

/** What losses ask of what they are given, with the words of their refusals. */
public final class LossArguments {
  private LossArguments() {}

  /** The loss of each element of tensors of one shape. */
  static Tensor elements(String loss, Composite term, Tensor output, Tensor... others) {
    for (Tensor other : others) {
      sameShape(loss, output, other);
    }
    Tensor[] all = new Tensor[others.length + 1];
    all[0] = output;
    System.arraycopy(others, 0, all, 1, others.length);
    return Tensor.apply(term, all);
  }

  /** Shapes are not stretched: a target (N) of an output (N, 1) would be a silent mistake. */
  public static void sameShape(String loss, Tensor output, Tensor target) {
    if (!target.shape().equals(output.shape())) {
      throw new ShapeMismatchException(
          loss
              + ": the target must have the output's shape "
              + output.shape()
              + ", was given "
              + target.shape());
    }
  }

  /** A tensor that stretches to the output's shape, not beyond it. */
  static void stretches(String loss, String what, Tensor output, Tensor other) {
    if (!other.shape().broadcastsTo(output.shape())) {
      throw new ShapeMismatchException(
          loss
              + ": the "
              + what
              + " must stretch to the output's shape "
              + output.shape()
              + ", was given "
              + other.shape());
    }
  }

  public static double above(double bound, String loss, String name, double value) {
    if (!(value > bound) || !Float.isFinite((float) value)) {
      throw new ModelException(
          loss + ": " + name + " must be finite and above " + bound + ", was given " + value + ".");
    }
    return value;
  }

  /** A number that must be finite. */
  public static double finite(String loss, String name, double value) {
    if (!Float.isFinite((float) value)) {
      throw new ModelException(loss + ": " + name + " must be finite, was given " + value + ".");
    }
    return value;
  }

  /** A number that must be between 0 and 1. */
  public static double share(String loss, String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new ModelException(
          loss + ": " + name + " must be between 0 and 1, was given " + value + ".");
    }
    return value;
  }
}
