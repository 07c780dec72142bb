package dev.flambeau.op;

import java.util.List;
import java.util.Optional;

/**
 * Ops that bring values to one scale: those along some axes belong together, and each other place
 * is normalized by itself.
 *
 * <p>Axes are counted from 0 and stand in ascending order, each once. {@code m} is the mean, {@code
 * v} the mean of {@code (x − m)²}, a second pass over the values, {@code r} is {@code 1 / √(v +
 * ε)}.
 */
public sealed interface Normalization extends Op {

  /** The axes that belong together. */
  List<Integer> axes();

  /** What is added to the variance, lest nothing be divided by. */
  double epsilon();

  /** {@code (x − m) · r}. Outputs: this, then m and v, whose axes are kept with size 1. */
  record Normalize(List<Integer> axes, double epsilon) implements Normalization {
    public Normalize {
      axes = List.copyOf(axes);
      checkEpsilon("normalize", epsilon);
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
      Check.count(this, inputs, 1);
      TensorType moments = moments(this, inputs);
      return List.of(inputs.get(0), moments, moments);
    }

    @Override
    public Optional<Graph> decompose(List<TensorType> inputs) {
      return Optional.of(Graph.of(inputs, x -> of(x.get(0))));
    }

    private List<Value> of(Value x) {
      Value mean = x.mean(axes, true);
      Value centred = x.sub(mean);
      Value variance = centred.mul(centred).mean(axes, true);
      return List.of(centred.mul(reciprocalRoot(variance)), mean, variance);
    }
  }

  /**
   * {@code fma((x − m) · r, weight, bias)}. Inputs: x, weight and bias, these of x's shape with the
   * axes kept at size 1. Outputs: this, then m and v, of their shape.
   *
   * <p>The gradient goes to the weight and the bias first, and by these to x.
   */
  record BatchNorm(List<Integer> axes, double epsilon) implements Normalization {
    public BatchNorm {
      axes = List.copyOf(axes);
      checkEpsilon("batchNorm", epsilon);
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
      Check.count(this, inputs, 3);
      TensorType moments = moments(this, inputs);
      Check.shape(this, "the weight", inputs.get(1), moments.shape());
      Check.shape(this, "the bias", inputs.get(2), moments.shape());
      return List.of(inputs.get(0), moments, moments);
    }

    @Override
    public Optional<Graph> decompose(List<TensorType> inputs) {
      return Optional.of(Graph.of(inputs, this::of));
    }

    private List<Value> of(List<Value> inputs) {
      List<Value> normalized = new Normalize(axes, epsilon).of(inputs.get(0));
      Value y = normalized.get(0).fma(inputs.get(1), inputs.get(2));
      return List.of(y, normalized.get(1), normalized.get(2));
    }
  }

  /**
   * {@code x / √(s + ε)} as a product with the reciprocal, s being the mean of x². Outputs: this,
   * then s, whose axes are kept with size 1.
   *
   * @see "B. Zhang, R. Sennrich: Root Mean Square Layer Normalization, NeurIPS 2019"
   */
  record RmsNormalize(List<Integer> axes, double epsilon) implements Normalization {
    public RmsNormalize {
      axes = List.copyOf(axes);
      checkEpsilon("rmsNormalize", epsilon);
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
      Check.count(this, inputs, 1);
      return List.of(inputs.get(0), moments(this, inputs));
    }

    @Override
    public Optional<Graph> decompose(List<TensorType> inputs) {
      return Optional.of(Graph.of(inputs, x -> of(x.get(0))));
    }

    private List<Value> of(Value x) {
      Value square = x.mul(x).mean(axes, true);
      return List.of(x.mul(reciprocalRoot(square)), square);
    }
  }

  /** {@code 1 / √(variance + ε)}. */
  default Value reciprocalRoot(Value variance) {
    return new Arithmetic.Rsqrt().of(variance.add(epsilon()));
  }

  /** How many values belong together. */
  default double count(Shape shape) {
    double count = 1;
    for (int axis : axes()) {
      count *= shape.size(axis);
    }
    return count;
  }

  private static TensorType moments(Normalization op, List<TensorType> inputs) {
    Check.floating(op, inputs);
    Shape shape = inputs.get(0).shape();
    int previous = -1;
    for (int axis : op.axes()) {
      Check.axis(op, axis, shape);
      if (axis <= previous) {
        throw new ShapeMismatchException(
            op.name() + ": axes must ascend, each once, were given " + op.axes());
      }
      previous = axis;
    }
    return inputs.get(0).with(shape.reduce(op.axes(), true));
  }

  private static void checkEpsilon(String op, double epsilon) {
    if (!(epsilon >= 0) || !Float.isFinite((float) epsilon)) {
      throw new AttributeException(
          op + ": epsilon must be a finite number of 0 or more, was given " + epsilon);
    }
  }
}
