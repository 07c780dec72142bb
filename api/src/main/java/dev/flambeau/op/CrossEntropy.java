package dev.flambeau.op;

import java.util.List;
import java.util.Optional;

/** Softmax cross entropy over classes, fused, its gradient, and both as one. */
public sealed interface CrossEntropy extends Op {
  /** The label of a row that is no part of the loss: PyTorch's {@code ignore_index}. */
  int IGNORED = -100;

  /** So many rows at most, whose number, and that of any of them, FLOAT32 has exactly. */
  int MOST_ROWS = 1 << 24;

  /**
   * Inputs: logits {@code (N, C)} and INT32 labels {@code (N)}. Outputs: the mean loss {@code ()}
   * of the rows that are not {@link #IGNORED}, NaN if there is none, and the softmax {@code (N,
   * C)}, which the gradient needs. Any other label outside [0, C) makes the loss NaN.
   */
  record SoftmaxCrossEntropy() implements CrossEntropy {
    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
      Check.count(this, inputs, 2);
      TensorType logits = logits(this, inputs);
      return List.of(logits.with(Shape.SCALAR), logits);
    }

    @Override
    public Optional<Graph> decompose(List<TensorType> inputs) {
      TensorType logits = inputs.get(0);
      Graph.Builder graph = Graph.over(inputs);
      Graph.Value z = Softmax.shifted(graph, graph.input(0), 1);
      Graph.Value e = graph.add(new Unary.Exp(), z);
      Graph.Value sum = graph.add(new Reduction.Sum(List.of(1), true), e);
      Graph.Value logProbability = graph.add(new Binary.Sub(), z, graph.add(new Unary.Log(), sum));
      Graph.Value oneHot = oneHot(graph, graph.input(1), logits);
      Graph.Value zero = graph.constant(logits.dtype(), 0);
      // Chosen, not multiplied: 0 times the −Inf of an impossible class would be NaN.
      Graph.Value chosen =
          graph.add(
              new Ternary.Where(),
              graph.add(new Compare.Equal(), oneHot, zero),
              zero,
              graph.add(new Binary.Mul(), logProbability, oneHot));
      Graph.Value all = graph.add(new Reduction.Sum(List.of(1), false), chosen);
      Graph.Value rows =
          graph.add(new Ternary.Where(), isIgnored(graph, graph.input(1)), zero, all);
      Graph.Value total = graph.add(new Reduction.Sum(List.of(0), false), rows);
      Graph.Value kept = kept(graph, graph.input(1), logits.dtype());
      Graph.Value loss = graph.add(new Unary.Neg(), graph.add(new Binary.Div(), total, kept));
      return Optional.of(graph.build(loss, graph.add(new Binary.Div(), e, sum)));
    }
  }

  /**
   * Inputs: the gradient {@code ()} of the loss, the softmax {@code (N, C)} and the labels {@code
   * (N)}. Output: the gradient {@code (N, C)} of the logits, {@code (p − oneHot) · (g / n)} for the
   * n rows that are not {@link #IGNORED}, and +0 for the others.
   */
  record SoftmaxCrossEntropyGradient() implements CrossEntropy {
    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
      Check.count(this, inputs, 3);
      Check.shape(this, "the loss's gradient", inputs.get(0), Shape.SCALAR);
      TensorType probabilities = logits(this, inputs.subList(1, 3));
      Check.floating(this, inputs.subList(0, 2));
      return List.of(probabilities);
    }

    @Override
    public Optional<Graph> decompose(List<TensorType> inputs) {
      TensorType probabilities = inputs.get(1);
      Graph.Builder graph = Graph.over(inputs);
      Graph.Value oneHot = oneHot(graph, graph.input(2), probabilities);
      Graph.Value kept = kept(graph, graph.input(2), probabilities.dtype());
      Graph.Value gradient =
          graph.add(
              new Binary.Mul(),
              graph.add(new Binary.Sub(), graph.input(1), oneHot),
              graph.add(new Binary.Div(), graph.input(0), kept));
      Shape column = Shape.of(probabilities.shape().size(0), 1);
      Graph.Value isIgnored =
          graph.add(new Movement.Reshape(column), isIgnored(graph, graph.input(2)));
      Graph.Value zero = graph.constant(probabilities.dtype(), 0);
      return Optional.of(graph.build(graph.add(new Ternary.Where(), isIgnored, zero, gradient)));
    }
  }

  /**
   * Both as one, so that a training step may have them in one pass. Inputs: logits {@code (N, C)},
   * INT32 labels {@code (N)} and the gradient {@code ()} of the loss. Outputs: the loss and the
   * softmax, then the gradient {@code (N, C)} of the logits.
   */
  record SoftmaxCrossEntropyWithGradient() implements CrossEntropy {
    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
      Check.count(this, inputs, 3);
      TensorType logits = logits(this, inputs);
      Check.shape(this, "the loss's gradient", inputs.get(2), Shape.SCALAR);
      Check.floating(this, List.of(logits, inputs.get(2)));
      return List.of(logits.with(Shape.SCALAR), logits, logits);
    }

    @Override
    public Optional<Graph> decompose(List<TensorType> inputs) {
      Graph.Builder graph = Graph.over(inputs);
      Graph.Value labels = graph.input(1);
      List<Graph.Value> loss = graph.addAll(new SoftmaxCrossEntropy(), graph.input(0), labels);
      Graph.Value gradient =
          graph.add(new SoftmaxCrossEntropyGradient(), graph.input(2), loss.get(1), labels);
      return Optional.of(graph.build(loss.get(0), loss.get(1), gradient));
    }
  }

  private static TensorType logits(CrossEntropy op, List<TensorType> inputs) {
    TensorType logits = inputs.get(0);
    Check.floating(op, inputs.subList(0, 1));
    Check.rank(op, "the logits", logits, 2);
    Check.dtype(op, "the labels", inputs.get(1), DType.INT32);
    Check.shape(op, "the labels", inputs.get(1), Shape.of(logits.shape().size(0)));
    if (logits.shape().size(1) == 0) {
      throw new ShapeMismatchException(
          op.name() + ": takes 1 class or more, was given logits " + logits.shape());
    }
    if (logits.shape().size(0) > MOST_ROWS) {
      throw new ShapeMismatchException(
          op.name()
              + ": takes "
              + MOST_ROWS
              + " rows or fewer, was given logits "
              + logits.shape()
              + ". Split the batch.");
    }
    return logits;
  }

  private static Graph.Value isIgnored(Graph.Builder graph, Graph.Value labels) {
    return graph.add(new Compare.Equal(), labels, graph.constant(DType.INT32, IGNORED));
  }

  /** How many rows are not ignored. */
  private static Graph.Value kept(Graph.Builder graph, Graph.Value labels, DType dtype) {
    Graph.Value ones =
        graph.add(
            new Ternary.Where(),
            isIgnored(graph, labels),
            graph.constant(dtype, 0),
            graph.constant(dtype, 1));
    return graph.add(new Reduction.Sum(List.of(0), false), ones);
  }

  private static Graph.Value oneHot(Graph.Builder graph, Graph.Value labels, TensorType logits) {
    return graph.add(new Conversion.OneHot(logits.shape().size(1), logits.dtype()), labels);
  }
}
