package dev.flambeau.tensor;

import dev.flambeau.op.Contraction;
import dev.flambeau.op.Conversion.OneHot;
import dev.flambeau.op.CrossEntropy;
import dev.flambeau.op.CrossEntropy.SoftmaxCrossEntropy;
import dev.flambeau.op.DType;
import dev.flambeau.op.Dropping;
import dev.flambeau.op.Indexing.IndexAdd;
import dev.flambeau.op.Indexing.IndexSelect;
import dev.flambeau.op.OptimizerUpdate;
import dev.flambeau.op.Recurrent;
import dev.flambeau.op.Shape;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.tensor.Autograd.NoGrad;
import dev.flambeau.tensor.error.LabelException;
import dev.flambeau.tensor.error.RandomStateException;
import java.util.ArrayList;
import java.util.List;

/** The fused ops that layers, losses and optimizers are made of; PyTorch's {@code functional}. */
public final class Functional {
  private Functional() {}

  /**
   * {@code x · weightᵀ + bias}, the bias added last.
   *
   * @param x {@code (…, in)}
   * @param weight {@code (out, in)}
   * @param bias {@code (out)}
   * @return {@code (…, out)}
   */
  public static Tensor linear(Tensor x, Tensor weight, Tensor bias) {
    return Tensor.apply(new Contraction.Linear(), List.of(x, weight, bias)).get(0);
  }

  /**
   * {@code x · weightᵀ}.
   *
   * @param x {@code (…, in)}
   * @param weight {@code (out, in)}
   * @return {@code (…, out)}
   */
  public static Tensor linear(Tensor x, Tensor weight) {
    if (x.shape().rank() != 1) {
      return x.matmul(weight, false, true);
    }
    Tensor row = x.unsqueeze(0);
    Tensor product = Dispatch.consuming(row, () -> row.matmul(weight, false, true));
    return Dispatch.consuming(product, () -> product.reshape(weight.shape().size(0)));
  }

  /**
   * A simple recurrent layer over a sequence, time first.
   *
   * @param nonlinearity what a step ends with
   * @param h0 {@code (N, H)}
   * @param x {@code (T, N, C)}
   * @param weights weightIh {@code (H, C)}, weightHh {@code (H, H)}, biasIh {@code (H)} and biasHh
   *     {@code (H)}
   * @return every step's hidden values, {@code (T, N, H)}
   */
  public static Tensor rnn(
      Recurrent.Nonlinearity nonlinearity, Tensor h0, Tensor x, List<Tensor> weights) {
    checkRnn(weights);
    List<Tensor> inputs = new ArrayList<>(List.of(h0, x));
    inputs.addAll(weights);
    return Tensor.apply(new Recurrent.Rnn(nonlinearity), inputs).get(0);
  }

  /** The same from h0 = 0. */
  public static Tensor rnn(Recurrent.Nonlinearity nonlinearity, Tensor x, List<Tensor> weights) {
    checkRnn(weights);
    int batch = x.shape().rank() == 3 ? x.shape().size(1) : 0;
    Tensor h0 = x.device().zeros(batch, weights.get(2).shape().elements());
    return Dispatch.consuming(h0, () -> rnn(nonlinearity, h0, x, weights));
  }

  private static void checkRnn(List<Tensor> weights) {
    if (weights.size() != 4) {
      throw new ShapeMismatchException(
          "rnn: takes 4 weights, weightIh, weightHh, biasIh and biasHh, was given "
              + weights.size());
    }
  }

  /**
   * The mean softmax cross entropy of the rows that are not ignored; NaN if all are.
   *
   * @param logits {@code (N, C)}
   * @param labels INT32 {@code (N)}: in [0, C), or {@link CrossEntropy#IGNORED}
   * @return {@code ()}
   * @throws LabelException if the host knows of another label; of one that the device has computed
   *     the loss is NaN, and the next read throws
   */
  public static Tensor crossEntropy(Tensor logits, Tensor labels) {
    checkLabels("crossEntropy", logits, labels);
    return Tensor.apply(new SoftmaxCrossEntropy(), List.of(logits, labels)).get(0);
  }

  /** Types first, then labels. */
  private static void checkLabels(String method, Tensor values, Tensor labels) {
    new SoftmaxCrossEntropy().infer(List.of(values.view().type(), labels.view().type()));
    LabelCheck.of(method, labels, values.shape().size(1), true);
  }

  /**
   * The value at each row's label, and 0 for a row that is ignored.
   *
   * @param values {@code (N, C)}
   * @param labels INT32 {@code (N)}: in [0, C), or {@link CrossEntropy#IGNORED}
   * @return {@code (N)}
   * @throws LabelException if the host knows of another label; of one that the device has computed
   *     the value is NaN, and the next read throws
   */
  public static Tensor atLabels(Tensor values, Tensor labels) {
    checkLabels("atLabels", values, labels);
    Tensor isKept = labels.ne(labels.constant(CrossEntropy.IGNORED));
    Tensor known = Tensor.where(isKept, labels, labels.constant(0));
    Tensor oneHot = Tensor.apply(new OneHot(values.shape().size(1), values.dtype()), known);
    Tensor zero = values.constant(0);
    // Chosen, not multiplied: 0 times the −Inf of an impossible class would be NaN.
    Tensor chosen = Tensor.where(oneHot.eq(zero), zero, values.mul(oneHot));
    return Tensor.where(isKept, chosen.sum(new int[] {1}, false), zero);
  }

  // ---- rows by number ----

  /**
   * The positions along an axis that an index names, in its order. The gradient of a position is
   * the sum of those of its occurrences, in their order.
   *
   * @param index INT32 {@code (m)}, in [0, size)
   * @return x's shape with m positions along the axis
   * @throws LabelException if the host knows of another number; of one that the device has computed
   *     the values are NaN, 0 or false, and the next read throws
   */
  public static Tensor indexSelect(Tensor x, int axis, Tensor index) {
    IndexSelect op = new IndexSelect(axis < 0 ? axis + x.shape().rank() : axis);
    op.infer(List.of(x.view().type(), index.view().type()));
    LabelCheck.of(op.name(), index, x.shape().size(op.axis()), false);
    return Tensor.apply(op, x, index);
  }

  /**
   * A tensor plus, at each position along an axis, the sum of those of a source that an index sends
   * there, in their order.
   *
   * @param index INT32 {@code (m)}, in [0, size)
   * @param source x's shape with m positions along the axis
   * @throws LabelException if the host knows of another number; what one that the device has
   *     computed sends is left out, and the next read throws
   */
  public static Tensor indexAdd(Tensor x, int axis, Tensor index, Tensor source) {
    int at = axis < 0 ? axis + x.shape().rank() : axis;
    IndexAdd op = new IndexAdd(at, x.shape().size(axis));
    op.infer(List.of(source.view().type(), index.view().type()));
    LabelCheck.of(op.name(), index, op.size(), false);
    Tensor added = Tensor.apply(op, source, index);
    return Dispatch.consuming(added, () -> x.add(added));
  }

  /**
   * The rows of a table that numbers name.
   *
   * @param weight {@code (rows, width)}
   * @param numbers INT32 {@code (…)}, in [0, rows)
   * @return {@code (…, width)}
   * @throws LabelException as of {@link #indexSelect}
   */
  public static Tensor embedding(Tensor weight, Tensor numbers) {
    Shape shape = numbers.shape();
    if (weight.shape().rank() != 2) {
      throw new ShapeMismatchException(
          "embedding: takes a table (rows, width), was given " + weight.shape());
    }
    Tensor index = numbers.reshape(shape.elements());
    Tensor rows = Dispatch.consuming(index, () -> indexSelect(weight, 0, index));
    int[] sizes = shape.append(weight.shape().size(1)).sizes();
    return Dispatch.consuming(rows, () -> rows.reshape(sizes));
  }

  /**
   * The same; one row, which stands for no number, gets no gradient.
   *
   * @param paddingIndex that row
   */
  public static Tensor embedding(Tensor weight, Tensor numbers, int paddingIndex) {
    Tensor rows = embedding(weight, numbers);
    Tensor isPadding = numbers.eq(numbers.constant(paddingIndex)).unsqueeze(-1);
    return Tensor.where(isPadding, rows.detach(), rows);
  }

  // ---- random ----

  /**
   * Zero for each element with probability p, and for others {@code x / (1 − p)}; as in training,
   * for a layer that is in use does nothing.
   *
   * @throws dev.flambeau.op.AttributeException if p is not in [0, 1]
   * @throws RandomStateException if no {@link RandomState} is open
   */
  public static Tensor dropout(Tensor x, double p) {
    return drop(Dropping.Dropout.of(p), x, x.shape());
  }

  /**
   * The same with one draw for all that lies behind a place of the first axes: with 2 of {@code (N,
   * C, H, W)} whole channels are left out.
   *
   * @throws ShapeMismatchException if there are not so many axes
   */
  public static Tensor dropout(Tensor x, double p, int axes) {
    Shape drawn = x.shape().slice(0, axes);
    while (drawn.rank() < x.shape().rank()) {
      drawn = drawn.append(1);
    }
    return drop(Dropping.Dropout.of(p), x, drawn);
  }

  /**
   * Dropout that keeps mean and variance of what {@code selu} gives.
   *
   * @throws dev.flambeau.op.AttributeException if p is not in [0, 1]
   * @throws RandomStateException if no {@link RandomState} is open
   */
  public static Tensor alphaDropout(Tensor x, double p) {
    return drop(Dropping.AlphaDropout.of(p), x, x.shape());
  }

  private static Tensor drop(Dropping op, Tensor x, Shape drawn) {
    Tensor uniform = RandomState.uniform(op.name(), x.device(), drawn);
    Tensor typed = uniform.dtype() == x.dtype() ? uniform : uniform.cast(x.dtype());
    return Dispatch.consuming(typed, () -> Tensor.apply(op, x, typed));
  }

  /**
   * 1 with the probability that an element holds, else 0; without a gradient.
   *
   * @param probabilities each in [0, 1]
   * @return of its type and shape
   * @throws RandomStateException if no {@link RandomState} is open
   */
  public static Tensor bernoulli(Tensor probabilities) {
    try (Scope scope = Scope.open()) {
      Device device = probabilities.device();
      Tensor uniform = RandomState.uniform("bernoulli", device, probabilities.shape());
      Tensor isDrawn = uniform.cast(probabilities.dtype()).lt(probabilities);
      return scope.keep(isDrawn.cast(probabilities.dtype()));
    }
  }

  /**
   * Places drawn by weight: of an exponential waiting time for each, the shortest ones. Without a
   * gradient.
   *
   * @param weights {@code (…, C)}, none negative; they need not sum to 1. A place of weight 0 is
   *     drawn where nothing else is left
   * @param replacement whether a place may be drawn again
   * @return INT32 {@code (…, count)} in [0, C), in the order in which they were drawn
   * @throws ShapeMismatchException if more are asked for than there are, without replacement
   * @throws RandomStateException if no {@link RandomState} is open
   * @see "L. Devroye: Non-Uniform Random Variate Generation, 1986, V.2"
   */
  public static Tensor multinomial(Tensor weights, int count, boolean replacement) {
    int classes = weights.shape().rank() == 0 ? 0 : weights.shape().size(-1);
    if (classes == 0 || count < 1 || !replacement && count > classes) {
      throw new ShapeMismatchException(
          "multinomial: takes weights (…, C) of 1 place or more and draws 1 or more, without"
              + " replacement C at most; was given weights "
              + weights.shape()
              + " and asked for "
              + count);
    }
    try (Scope scope = Scope.open();
        NoGrad noGrad = new NoGrad()) {
      return scope.keep(new Draws(weights).places(count, replacement));
    }
  }

  /** Draws by weight, the last axis being the places. */
  private record Draws(Tensor weights) {
    /** What a place of weight 0 has. */
    private static final double NEVER = -Float.MAX_VALUE;

    /** What a place has that comes later than numbers can say. */
    private static final double LATEST = -Math.nextDown(Float.MAX_VALUE);

    Tensor places(int count, boolean replacement) {
      Tensor[] drawn = new Tensor[count];
      Tensor times = times();
      for (int i = 0; i < count; i++) {
        drawn[i] = times.argmax(-1);
        if (i + 1 < count) {
          times = replacement ? times() : without(times, drawn[i]);
        }
      }
      return Tensor.stack(-1, drawn);
    }

    /** Minus the time after which each place comes. */
    private Tensor times() {
      Tensor uniform = RandomState.uniform("multinomial", weights.device(), weights.shape());
      Tensor times = uniform.cast(weights.dtype()).neg().add(1).log().div(weights);
      Tensor hasWeight = weights.gt(weights.constant(0));
      return Tensor.where(hasWeight, times.clamp(LATEST, 0), weights.constant(NEVER));
    }

    private static Tensor without(Tensor times, Tensor places) {
      Tensor isDrawn = places.oneHot(times.shape().size(-1), times.dtype()).cast(DType.BOOL);
      return Tensor.where(isDrawn, times.constant(Double.NEGATIVE_INFINITY), times);
    }
  }

  /**
   * One step of a rule that has no numbers, in place.
   *
   * @param states each tensor and its state
   * @param gradients one for each tensor, of its shape; none if the rule reads none
   */
  public static void update(OptimizerUpdate update, List<Tensor> states, List<Tensor> gradients) {
    if (!states.isEmpty()) {
      try (Tensor none = states.get(0).constant(0, Shape.of(0))) {
        update(update, states, gradients, none);
      }
    }
  }

  /**
   * One step of an optimizer for some parameters, in place.
   *
   * @param states each parameter and its state, as the rule names them
   * @param gradients one for each parameter, of its shape; none if the rule reads none
   * @param scalars the numbers that change from step to step, as the rule names them
   */
  public static void update(
      OptimizerUpdate update, List<Tensor> states, List<Tensor> gradients, Tensor scalars) {
    List<Tensor> inputs = new ArrayList<>(states);
    inputs.addAll(gradients);
    inputs.add(scalars);
    Dispatch.runInPlace(update, inputs, states.size());
  }
}
