package dev.flambeau.op;

import java.util.List;
import java.util.Optional;

/**
 * The softmax over one axis, or its logarithm: with {@code z = x − max x} and {@code e = exp z}, it
 * is {@code e / Σ e}, or {@code z − log Σ e}.
 *
 * @param axis the axis over which the results sum to 1
 * @param log whether the logarithm is asked for
 */
public record Softmax(int axis, boolean log) implements Op {
  @Override
  public String name() {
    return log ? "logSoftmax" : "softmax";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, 1);
    Check.floating(this, inputs);
    Shape shape = inputs.get(0).shape();
    Check.axis(this, axis, shape);
    if (shape.size(axis) == 0) {
      throw new ShapeMismatchException(
          name() + ": axis " + axis + " of " + shape + " is empty: there is nothing to weigh");
    }
    return inputs;
  }

  @Override
  public Optional<Graph> decompose(List<TensorType> inputs) {
    return Optional.of(Graph.of(inputs, x -> List.of(of(x.get(0)))));
  }

  private Value of(Value x) {
    Value z = shifted(x, axis);
    Value e = z.exp();
    Value sum = e.sum(List.of(axis), true);
    return log ? z.sub(sum.log()) : e.div(sum);
  }

  /** {@code x − max x} along an axis: nothing that is exponentiated is above 0. */
  static Value shifted(Value x, int axis) {
    return x.sub(x.max(List.of(axis), true));
  }
}
