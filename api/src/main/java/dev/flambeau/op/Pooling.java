package dev.flambeau.op;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Ops over the windows of a tensor's last axes, and those that undo them. */
public sealed interface Pooling extends Op {
  Window window();

  /**
   * The largest element of each window, {@code (…, size…)} to {@code (…, position…)}, and where it
   * stands: its number in row-major order of the axes passed over, INT32. The first of equal ones;
   * NaN if any is. Padding is absent.
   */
  record MaxPool(Window window) implements Pooling {
    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
      Check.count(this, inputs, 1);
      Check.floating(this, inputs);
      Shape shape = inputs.get(0).shape();
      Shape positions = window.positions(this, shape);
      checkMeets(this, shape, positions);
      TensorType largest = inputs.get(0).with(positions);
      return List.of(largest, largest.with(DType.INT32));
    }
  }

  /**
   * Values put where {@link MaxPool} found the largest: inputs {@code (…, position…)} and the
   * places, INT32 of the same shape; output {@code (…, size…)}. Where several windows found the
   * same element, their values add in the order of the windows; +0 where none did. A place that no
   * tap of its own window lies on is left out.
   *
   * @param sizes of the axes passed over
   */
  record MaxUnpool(Window window, Shape sizes) implements Pooling {
    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
      Check.count(this, inputs, 2);
      Check.floating(this, inputs.subList(0, 1));
      checkPlaces(this, inputs.get(1), inputs.get(0).shape());
      return List.of(checkSizes(this, inputs.get(0), sizes));
    }
  }

  /**
   * Elements taken from where {@link MaxPool} found the largest: inputs {@code (…, size…)} and the
   * places {@code (…, position…)}, INT32; output {@code (…, position…)}. A place that no tap of its
   * own window lies on gives +0.
   */
  record MaxTake(Window window) implements Pooling {
    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
      Check.count(this, inputs, 2);
      Check.floating(this, inputs.subList(0, 1));
      Shape positions = window.positions(this, inputs.get(0).shape());
      checkPlaces(this, inputs.get(1), positions);
      return List.of(inputs.get(0).with(positions));
    }
  }

  /**
   * The mean of each window, {@code (…, size…)} to {@code (…, position…)}: the Sum in row-major
   * order, padding being +0, divided by how many it is of.
   *
   * @param countIncludePad whether padding counts
   */
  record AvgPool(Window window, boolean countIncludePad) implements Pooling {
    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
      Check.count(this, inputs, 1);
      Check.floating(this, inputs);
      Shape shape = inputs.get(0).shape();
      Shape positions = window.positions(this, shape);
      checkMeets(this, shape, positions);
      return List.of(inputs.get(0).with(positions));
    }

    @Override
    public Optional<Graph> decompose(List<TensorType> inputs) {
      return Optional.of(Graph.of(inputs, x -> List.of(of(x.get(0)))));
    }

    private Value of(Value x) {
      Value sums = sums(x);
      return countIncludePad
          ? sums.div(window.taps())
          : sums.div(sums(x.constant(1, window.passed(x.shape()))));
    }

    private Value sums(Value x) {
      int rank = x.shape().rank();
      if (window.kernel().equals(window.passed(x.shape())) && window.isUnpadded()) {
        List<Integer> all = IntStream.range(rank - window.rank(), rank).boxed().toList();
        return x.sum(all, true); // of all there is: nothing needs to be laid out
      }
      Value windows = x.unfold(window);
      int lead = x.shape().rank() - window.rank();
      List<Integer> taps = IntStream.range(lead, lead + window.rank()).boxed().toList();
      return windows.sum(taps, false);
    }
  }

  /**
   * The windows of an unfolded tensor added up where they overlap, {@code (…, kernel…, position…)}
   * to {@code (…, size…)}: at each element the values of those that cover it, in the order of their
   * positions, from +0 on.
   *
   * @param window without padding
   * @param reversed whether the taps stand last to first, along every axis
   * @param sizes of the axes passed over
   */
  record Fold(Window window, boolean reversed, Shape sizes) implements Pooling {
    /**
     * @throws AttributeException if the window has padding
     */
    public Fold {
      if (!window.isUnpadded()) {
        throw new AttributeException(
            "fold: takes a window without padding, was given " + window + ". Slice afterwards.");
      }
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
      Check.count(this, inputs, 1);
      Check.floating(this, inputs);
      Shape shape = inputs.get(0).shape();
      int lead = shape.rank() - 2 * window.rank();
      if (lead < 0 || !shape.slice(lead, lead + window.rank()).equals(window.kernel())) {
        throw new ShapeMismatchException(
            "fold: takes (…, kernel…, position…) for a kernel of "
                + window.kernel()
                + ", was given "
                + shape);
      }
      Shape positions = shape.slice(0, lead).append(window.passed(shape).sizes());
      return List.of(checkSizes(this, inputs.get(0).with(positions), sizes));
    }
  }

  private static void checkMeets(Pooling op, Shape shape, Shape positions) {
    Window window = op.window();
    for (int axis = 1; axis <= window.rank(); axis++) {
      Window.Axis along = window.axes().get(window.rank() - axis);
      if (!along.alwaysMeets(shape.size(-axis), positions.size(-axis))) {
        throw new ShapeMismatchException(
            op.name()
                + ": a window along axis "
                + -axis
                + " of "
                + shape
                + " would lie in the padding alone, by "
                + along
                + ". Take less padding.");
      }
    }
  }

  private static void checkPlaces(Pooling op, TensorType places, Shape positions) {
    Check.dtype(op, "the places", places, DType.INT32);
    Check.shape(op, "the places", places, positions);
  }

  /** The type over so many elements, of one over the positions that the window has there. */
  private static TensorType checkSizes(Pooling op, TensorType positions, Shape sizes) {
    Window window = op.window();
    int rank = positions.shape().rank();
    if (sizes.rank() != window.rank() || rank < window.rank()) {
      throw new ShapeMismatchException(
          op.name()
              + ": its window passes over "
              + window.rank()
              + " axes, was given "
              + positions.shape()
              + " to become "
              + sizes);
    }
    Shape expected = window.positions(op, sizes);
    if (!window.passed(positions.shape()).equals(expected)) {
      throw new ShapeMismatchException(
          op.name()
              + ": over "
              + sizes
              + " the window has "
              + expected
              + " positions, was given "
              + positions.shape());
    }
    return positions.with(positions.shape().slice(0, rank - window.rank()).append(sizes.sizes()));
  }
}
