package dev.flambeau.op;

import java.util.List;
import java.util.Optional;

/**
 * Ops that make one number of all those along some axes, taken in row-major order.
 *
 * <p>Axes are counted from 0 and stand in ascending order, each once.
 */
public sealed interface Reduction extends Op {

  /** The axes that go. */
  List<Integer> axes();

  /** Whether they stay with size 1. */
  boolean keepDim();

  /** The sum, in the order of numerics.md, "Reductions"; the sum of none is +0. */
  record Sum(List<Integer> axes, boolean keepDim) implements Reduction {
    public Sum {
      axes = List.copyOf(axes);
    }
  }

  /** The sum divided by the number of values; NaN of none. */
  record Mean(List<Integer> axes, boolean keepDim) implements Reduction {
    public Mean {
      axes = List.copyOf(axes);
    }

    @Override
    public Optional<Graph> decompose(List<TensorType> inputs) {
      return Optional.of(Graph.of(inputs, x -> List.of(of(x.get(0)))));
    }

    private Value of(Value x) {
      long count = 1;
      for (int axis : axes) {
        count *= x.shape().size(axis);
      }
      return x.sum(axes, keepDim).div(count);
    }
  }

  /** The largest value; NaN if any is, and of equal ones (−0 and +0 are) the first. */
  record Max(List<Integer> axes, boolean keepDim) implements Reduction {
    public Max {
      axes = List.copyOf(axes);
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
      List<TensorType> outputs = Reduction.super.infer(inputs);
      notEmpty(this, inputs.get(0).shape());
      return outputs;
    }
  }

  /** Where along {@code axis} the first largest value stands, or the first NaN; INT32. */
  record ArgMax(int axis, boolean keepDim) implements Reduction {
    @Override
    public List<Integer> axes() {
      return List.of(axis);
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
      List<TensorType> outputs = Reduction.super.infer(inputs);
      notEmpty(this, inputs.get(0).shape());
      return List.of(outputs.get(0).with(DType.INT32));
    }
  }

  @Override
  default List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, 1);
    Check.floating(this, inputs);
    Shape shape = inputs.get(0).shape();
    int previous = -1;
    for (int axis : axes()) {
      Check.axis(this, axis, shape);
      if (axis <= previous) {
        throw new ShapeMismatchException(
            name() + ": axes must ascend, each once, were given " + axes());
      }
      previous = axis;
    }
    return List.of(inputs.get(0).with(shape.reduce(axes(), keepDim())));
  }

  private static void notEmpty(Reduction op, Shape shape) {
    for (int axis : op.axes()) {
      if (shape.size(axis) == 0) {
        throw new ShapeMismatchException(
            op.name() + ": axis " + axis + " of " + shape + " is empty: there is no largest value");
      }
    }
  }
}
