package dev.flambeau.op;

import java.util.List;
import java.util.Optional;

/** Softmax cross entropy over classes, and its gradient. */
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
      return Optional.of(Graph.of(inputs, x -> of(x.get(0), x.get(1))));
    }

    private static List<Value> of(Value logits, Value labels) {
      Value z = Softmax.shifted(logits, 1);
      Value e = z.exp();
      Value sum = e.sum(List.of(1), true);
      Value logProbability = z.sub(sum.log());
      Value oneHot = oneHot(labels, logits);
      // Chosen, not multiplied: 0 times the −Inf of an impossible class would be NaN.
      Value chosen = oneHot.eq(0).where(0, logProbability.mul(oneHot));
      Value rows = isIgnored(labels).where(0, chosen.sum(List.of(1), false));
      Value loss = rows.sum(List.of(0), false).div(kept(labels, logits)).neg();
      return List.of(loss, e.div(sum));
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
      return Optional.of(Graph.of(inputs, x -> List.of(of(x.get(0), x.get(1), x.get(2)))));
    }

    private static Value of(Value g, Value probabilities, Value labels) {
      Value share = g.div(kept(labels, probabilities));
      Value gradient = probabilities.sub(oneHot(labels, probabilities)).mul(share);
      Shape column = Shape.of(labels.shape().size(0), 1);
      return isIgnored(labels.reshape(column)).where(0, gradient);
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

  private static Value isIgnored(Value labels) {
    return labels.eq(IGNORED);
  }

  /** How many rows are not ignored, in the type of the logits. */
  private static Value kept(Value labels, Value logits) {
    return isIgnored(labels).where(0, logits.constant(1)).sum(List.of(0), false);
  }

  private static Value oneHot(Value labels, Value logits) {
    return labels.oneHot(logits.shape().size(1), logits.type().dtype());
  }
}
