package dev.flambeau.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Contractions of which one operand is a window over images, and what such a window gives back:
 * numerics.md, "Convolutions". Each one's gradients are the other two.
 *
 * <p>N images of C channels, O channels of the output; sizes, kernels and positions have one to
 * three axes. With groups, each O/groups channels of the output see C/groups of the input.
 */
public sealed interface Convolution extends Contraction {
  Window window();

  int groups();

  /** Whether there is a third operand, a number for each channel of the output, added last. */
  default boolean hasBias() {
    return false;
  }

  @Override
  default int operands() {
    return hasBias() ? 3 : 2;
  }

  /**
   * The convolution, as the field calls it: the kernel is not flipped. Inputs {@code (N, C, size…)}
   * the weight {@code (O, C/groups, kernel…)} and the bias {@code (O)}, if there is one; output
   * {@code (N, O, position…)}.
   */
  record Conv(Window window, int groups, boolean hasBias) implements Convolution {
    /**
     * @throws AttributeException if there is not one group or more
     */
    public Conv {
      checkGroups(groups);
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
      Check.count(this, inputs, operands());
      Check.floating(this, inputs);
      Shape x = inputs.get(0).shape();
      Shape weight = inputs.get(1).shape();
      checkImages(this, "the input (N, C, size…)", x);
      checkWeight(this, weight);
      checkChannels(this, "the input", x, (long) groups * weight.size(1));
      checkBias(this, inputs, weight.size(0));
      Shape positions = window.positions(this, x);
      return List.of(inputs.get(0).with(positions.with(1, weight.size(0))));
    }

    @Override
    public Optional<Graph> decompose(List<TensorType> inputs) {
      Shape out = infer(inputs).get(0).shape();
      return Optional.of(
          Graph.of(inputs, x -> List.of(biased(of(x.get(0), x.get(1)).reshape(out), x))));
    }

    private Value of(Value x, Value weight) {
      Value windows = grouped(x.unfold(window), groups, window.rank());
      return rows(weight, groups).matmul(windows, false, false);
    }
  }

  /**
   * The convolution transposed, which is the gradient of the input: inputs {@code (N, O,
   * position…)}, the weight {@code (O, C/groups, kernel…)} and the bias {@code (C)}, if there is
   * one; output {@code (N, C, size…)}.
   *
   * @param sizes of the axes passed over: several have the same positions
   */
  record ConvTranspose(Window window, int groups, Shape sizes, boolean hasBias)
      implements Convolution {
    /**
     * @throws AttributeException if there is not one group or more
     */
    public ConvTranspose {
      checkGroups(groups);
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
      Check.count(this, inputs, operands());
      Check.floating(this, inputs);
      Shape g = inputs.get(0).shape();
      Shape weight = inputs.get(1).shape();
      checkImages(this, "the input (N, O, position…)", g);
      checkWeight(this, weight);
      checkChannels(this, "the input", g, weight.size(0));
      checkPositions(this, sizes, g);
      int made = channels(weight);
      checkBias(this, inputs, made);
      Shape channels = Shape.of(g.size(0), made);
      return List.of(inputs.get(0).with(channels.append(sizes.sizes())));
    }

    @Override
    public Optional<Graph> decompose(List<TensorType> inputs) {
      return Optional.of(Graph.of(inputs, x -> List.of(biased(of(x.get(0), x.get(1)), x))));
    }

    /** Of the output. Where O is 0 the weight's size does not bound them. */
    private int channels(Shape weight) {
      long channels = (long) groups * weight.size(1);
      if (channels > Integer.MAX_VALUE) {
        throw new ShapeMismatchException(
            name()
                + ": gives 2147483647 channels at most, was given a weight of "
                + weight
                + " in "
                + groups
                + " groups, which makes "
                + channels);
      }
      return (int) channels;
    }

    /** The phases that see taps, interleaved with +0 where there are none. */
    private Value of(Value g, Value weight) {
      List<List<ConvPhase>> combinations = ConvPhase.combinations(window, sizes);
      Shape channels = Shape.of(g.shape().size(0), channels(weight.shape()));
      Shape whole = channels.append(sizes.sizes());
      if (combinations.isEmpty() || whole.elements() == 0) {
        return g.constant(0, whole);
      }
      List<Value> parts = new ArrayList<>();
      for (List<ConvPhase> phases : combinations) {
        parts.add(phase(g, weight, phases));
      }
      for (int i = window.rank() - 1; i >= 0; i--) {
        parts = interleaved(parts, i);
      }
      return parts.get(0);
    }

    private Value phase(Value g, Value weight, List<ConvPhase> phases) {
      int images = g.shape().size(0);
      int channels = channels(weight.shape());
      int[] counts = phases.stream().mapToInt(ConvPhase::count).toArray();
      Shape shape = Shape.of(images, channels).append(counts);
      Window ofWeight = new Window(phases.stream().map(ConvPhase::ofWeight).toList());
      Window ofGradient = new Window(phases.stream().map(ConvPhase::ofGradient).toList());
      Value flipped = ofWeight.padded(weight).then(new Movement.Unfold(ofWeight.unpadded(), true));
      Value windows = grouped(g.unfold(ofGradient), groups, window.rank());
      Value part = columns(flipped).matmul(windows, false, false).reshape(shape);
      for (int i = 0; i < counts.length; i++) {
        int most = ConvPhase.most(window.axes().get(i), sizes.size(i));
        part = counts[i] == most ? part : part.pad(2 + i, 0, most - counts[i]);
      }
      return part;
    }

    /** Of {@code (O, C/groups, taps…, 1…)}: each group's {@code (C/groups, O/groups · taps)}. */
    private Value columns(Value flipped) {
      Shape shape = flipped.shape();
      int taps = shape.elements(2, shape.rank());
      int outputs = shape.size(0) / groups;
      return flipped
          .reshape(Shape.of(groups, outputs, shape.size(1), taps))
          .permute(List.of(0, 2, 1, 3))
          .reshape(Shape.of(groups, shape.size(1), outputs * taps));
    }

    /** Element t of phase r becomes element {@code t·stride + r} along an axis. */
    private List<Value> interleaved(List<Value> parts, int axis) {
      List<ConvPhase> phases = ConvPhase.of(window.axes().get(axis), sizes.size(axis));
      List<Value> joined = new ArrayList<>();
      for (int first = 0; first < parts.size(); first += phases.size()) {
        joined.add(interleave(parts.subList(first, first + phases.size()), phases, axis));
      }
      return joined;
    }

    private Value interleave(List<Value> parts, List<ConvPhase> phases, int axis) {
      int at = 2 + axis;
      Shape shape = parts.get(0).shape();
      int all = ConvPhase.count(window.axes().get(axis), sizes.size(axis));
      List<Value> side = new ArrayList<>();
      int done = 0;
      for (int i = 0; i < parts.size(); i++) {
        int r = phases.get(i).first();
        if (r > done) {
          side.add(parts.get(0).constant(0, beside(shape, at, r - done)));
        }
        side.add(parts.get(i).reshape(beside(shape, at, 1)));
        done = r + 1;
      }
      if (all > done) {
        side.add(parts.get(0).constant(0, beside(shape, at, all - done)));
      }
      Value together = side.size() == 1 ? side.get(0) : Value.concat(at + 1, side);
      Value whole = together.reshape(shape.with(at, shape.size(at) * all));
      int size = sizes.size(axis);
      return whole.shape().size(at) == size ? whole : whole.slice(at, 0, size);
    }

    /** A shape with so many positions in a new axis behind one. */
    private static Shape beside(Shape shape, int axis, int positions) {
      int[] tail = shape.slice(axis + 1, shape.rank()).sizes();
      return shape.slice(0, axis + 1).append(positions).append(tail);
    }
  }

  /**
   * The gradient of the weight: inputs {@code (N, C, size…)} and the output's gradient {@code (N,
   * O, position…)}; output {@code (O, C/groups, kernel…)}.
   */
  record ConvWeightGradient(Window window, int groups) implements Convolution {
    /**
     * @throws AttributeException if there is not one group or more
     */
    public ConvWeightGradient {
      checkGroups(groups);
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
      Check.count(this, inputs, 2);
      Check.floating(this, inputs);
      Shape x = inputs.get(0).shape();
      Shape g = inputs.get(1).shape();
      checkImages(this, "the input (N, C, size…)", x);
      checkImages(this, "the output's gradient (N, O, position…)", g);
      checkDivides(this, "C", x.size(1));
      checkDivides(this, "O", g.size(1));
      checkPositions(this, window.passed(x), g);
      if (x.size(0) != g.size(0)) {
        throw new ShapeMismatchException(
            name() + ": as many images as gradients, were given " + x + " and " + g);
      }
      Shape channels = Shape.of(g.size(1), x.size(1) / groups);
      return List.of(inputs.get(0).with(channels.append(window.kernel().sizes())));
    }

    @Override
    public Optional<Graph> decompose(List<TensorType> inputs) {
      Shape out = infer(inputs).get(0).shape();
      return Optional.of(Graph.of(inputs, x -> List.of(of(x.get(0), x.get(1)).reshape(out))));
    }

    private Value of(Value x, Value g) {
      Value windows = imagesLast(grouped(x.unfold(window), groups, window.rank()));
      return imagesLast(grouped(g, groups, window.rank())).matmul(windows, false, true);
    }

    /** {@code (N, groups, rows, positions)} as {@code (groups, rows, N · positions)}. */
    private static Value imagesLast(Value x) {
      Shape shape = x.shape();
      return x.permute(List.of(1, 2, 0, 3))
          .reshape(Shape.of(shape.size(1), shape.size(2), shape.size(0) * shape.size(3)));
    }
  }

  /** {@code (N, channels, …, position…)} as {@code (N, groups, channels/groups · …, positions)}. */
  private static Value grouped(Value x, int groups, int rank) {
    Shape shape = x.shape();
    int last = shape.rank() - rank;
    return x.reshape(
        Shape.of(
            shape.size(0),
            groups,
            shape.elements(1, last) / groups,
            shape.elements(last, shape.rank())));
  }

  /** A weight as each group's matrix of a row for each channel of the output. */
  private static Value rows(Value weight, int groups) {
    Shape shape = weight.shape();
    return weight.reshape(
        Shape.of(groups, shape.size(0) / groups, shape.elements(1, shape.rank())));
  }

  /** Images with the third operand, if there is one, added to their channels. */
  private static Value biased(Value images, List<Value> operands) {
    if (operands.size() < 3) {
      return images;
    }
    int[] sizes = new int[images.shape().rank() - 1];
    Arrays.fill(sizes, 1);
    sizes[0] = images.shape().size(1);
    return images.add(operands.get(2).reshape(Shape.of(sizes)));
  }

  private static void checkBias(Convolution op, List<TensorType> inputs, int channels) {
    if (op.hasBias()) {
      Check.shape(op, "the bias", inputs.get(2), Shape.of(channels));
    }
  }

  private static void checkGroups(int groups) {
    if (groups < 1) {
      throw new AttributeException("convolution: there is 1 group or more, was given " + groups);
    }
  }

  private static void checkImages(Convolution op, String role, Shape shape) {
    if (shape.rank() != 2 + op.window().rank()) {
      throw new ShapeMismatchException(
          op.name()
              + ": "
              + role
              + " has "
              + (2 + op.window().rank())
              + " axes, was given "
              + shape);
    }
  }

  private static void checkWeight(Convolution op, Shape weight) {
    Shape kernel = op.window().kernel();
    if (weight.rank() != 2 + kernel.rank() || !weight.slice(2, weight.rank()).equals(kernel)) {
      throw new ShapeMismatchException(
          op.name()
              + ": the weight is (O, C/groups, kernel…) for a kernel of "
              + kernel
              + ", was given "
              + weight);
    }
    checkDivides(op, "O", weight.size(0));
  }

  private static void checkDivides(Convolution op, String role, int channels) {
    if (channels % op.groups() != 0) {
      throw new ShapeMismatchException(
          op.name() + ": " + op.groups() + " groups do not divide " + role + " = " + channels);
    }
  }

  private static void checkChannels(Convolution op, String role, Shape given, long expected) {
    if (given.size(1) != expected) {
      throw new ShapeMismatchException(
          op.name()
              + ": "
              + role
              + " must have the weight's "
              + expected
              + " channels"
              + (op.groups() == 1 ? "" : " in " + op.groups() + " groups")
              + " at axis 1, was given "
              + given);
    }
  }

  private static void checkPositions(Convolution op, Shape sizes, Shape given) {
    if (sizes.rank() != op.window().rank()) {
      throw new ShapeMismatchException(
          op.name() + ": its window passes over " + op.window().rank() + " axes, not " + sizes);
    }
    Shape expected = op.window().positions(op, sizes);
    if (!op.window().passed(given).equals(expected)) {
      throw new ShapeMismatchException(
          op.name()
              + ": over "
              + sizes
              + " the window has "
              + expected
              + " positions, was given "
              + given);
    }
  }
}
