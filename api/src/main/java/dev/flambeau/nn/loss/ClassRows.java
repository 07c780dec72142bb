package dev.flambeau.nn.loss;

import dev.flambeau.op.CrossEntropy;
import dev.flambeau.op.Shape;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.tensor.Functional;
import dev.flambeau.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Scores of classes, a row for each place that has a label: those of {@code (N, C, d₁ …)}, or of
 * {@code (C)}, as {@code (rows, C)}.
 *
 * @param places the shape of the places, {@code (N, d₁ …)} or {@code ()}
 */
record ClassRows(Tensor scores, Shape places) {
  private static final int NO_CLASS = -1;

  static ClassRows of(String loss, Tensor output) {
    Shape shape = output.shape();
    if (shape.rank() == 0) {
      throw new ShapeMismatchException(
          loss + ": takes an output (N, C), (N, C, d₁ …) or (C), was given ()");
    }
    Shape places = shape.reduce(List.of(classAxis(shape)), false);
    return new ClassRows(rows(output, places), places);
  }

  /** The classes last, everything before them one axis. */
  private static Tensor rows(Tensor output, Shape places) {
    Shape shape = output.shape();
    int classes = classAxis(shape);
    if (shape.rank() == 2) {
      return output;
    }
    IntStream others = IntStream.range(0, shape.rank()).filter(axis -> axis != classes);
    int[] order = IntStream.concat(others, IntStream.of(classes)).toArray();
    return output.permute(order).reshape(places.elements(), shape.size(classes));
  }

  private static int classAxis(Shape output) {
    return output.rank() == 1 ? 0 : 1;
  }

  int classes() {
    return scores.shape().size(1);
  }

  /** The labels of all rows, {@code (rows)}, with the usual number for those that are ignored. */
  Tensor labels(String loss, Tensor target, int ignored) {
    if (!target.shape().equals(places)) {
      throw new ShapeMismatchException(
          loss + ": the labels must be " + places + ", were given as " + target.shape());
    }
    Tensor labels = target.reshape(scores.shape().size(0));
    if (ignored == CrossEntropy.IGNORED) {
      return labels;
    }
    Tensor usual = labels.constant(CrossEntropy.IGNORED);
    Tensor others = Tensor.where(labels.eq(usual), labels.constant(NO_CLASS), labels);
    return Tensor.where(labels.eq(labels.constant(ignored)), usual, others);
  }

  /** The same rows of a target of probabilities, which has the output's shape. */
  Tensor probabilities(String loss, Tensor output, Tensor target) {
    LossArguments.sameShape(loss, output, target);
    return rows(target, places);
  }

  /** A loss of rows as one of places. */
  Tensor atPlaces(Tensor loss) {
    return loss.reshape(places.sizes());
  }

  /** Minus the logarithm at each row's label; +0 for a row that is ignored. */
  static Tensor negatives(Tensor logs, Tensor labels) {
    return logs.constant(0).sub(Functional.atLabels(logs, labels));
  }

  /** How much each row counts: its class's weight, or 1; 0 where it is ignored. */
  Tensor weights(Tensor labels, Optional<Tensor> weight) {
    return weight
        .map(each -> Functional.atLabels(each.expand(scores.shape().sizes()), labels))
        .orElseGet(() -> labels.ne(labels.constant(CrossEntropy.IGNORED)).cast(scores.dtype()));
  }

  static void checkWeight(String loss, Optional<Tensor> weight, int classes) {
    if (weight.isPresent() && !weight.get().shape().equals(Shape.of(classes))) {
      throw new ShapeMismatchException(
          loss
              + ": the weights must be one for each class, ("
              + classes
              + "), were given as "
              + weight.get().shape());
    }
  }

  /** Reduces weighted losses of rows; a mean is over the weights. */
  Tensor reduced(Tensor losses, Tensor weights, Reduction reduction) {
    return reduction == Reduction.MEAN
        ? losses.sum().div(weights.sum())
        : reduction.of(atPlaces(losses));
  }
}
