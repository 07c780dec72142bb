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
    Graph.Builder graph = Graph.over(inputs);
    Graph.Value z = shifted(graph, graph.input(0), axis);
    Graph.Value e = graph.add(new Unary.Exp(), z);
    Graph.Value sum = graph.add(new Reduction.Sum(List.of(axis), true), e);
    return Optional.of(
        graph.build(
            log
                ? graph.add(new Binary.Sub(), z, graph.add(new Unary.Log(), sum))
                : graph.add(new Binary.Div(), e, sum)));
  }

  /** {@code x − max x} along an axis: nothing that is exponentiated is above 0. */
  static Graph.Value shifted(Graph.Builder graph, Graph.Value x, int axis) {
    Graph.Value max = graph.add(new Reduction.Max(List.of(axis), true), x);
    return graph.add(new Binary.Sub(), x, max);
  }
}
