package dev.flambeau.opencl.product;

import dev.flambeau.op.ConvPhase;
import dev.flambeau.op.Planes;
import dev.flambeau.op.Shape;
import dev.flambeau.op.Window;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * The sizes of a convolution, and the walks that follow from them. Its transposed one and its
 * weight's gradient have the same.
 *
 * @param planes the window over all channels of all images
 * @param outputs channels of the output
 */
record ConvolutionGeometry(Planes planes, int groups, int images, int channels, int outputs) {
  private static final int AXES = Window.MOST_AXES;

  /**
   * Beyond so many elements of a tensor with its padding, and numbers that are no element may not
   * fit an int.
   */
  private static final long MOST = 1 << 30;

  static ConvolutionGeometry of(Window window, int groups, Shape images, int outputs) {
    Planes planes = Planes.of(window, images);
    return new ConvolutionGeometry(planes, groups, images.size(0), images.size(1), outputs);
  }

  /**
   * Whether kernels may count all of it in ints, and there is something to load from each operand.
   */
  boolean fits() {
    long padded = (long) images * channels;
    for (int axis = 0; axis < AXES && padded <= MOST; axis++) {
      Window.Axis along = planes.axes().get(axis);
      long extent =
          (long) planes.sizes().size(axis)
              + Math.max(0, along.before())
              + Math.max(0, along.after());
      padded = extent > MOST ? Long.MAX_VALUE : padded * Math.max(1, extent);
    }
    return padded <= MOST
        && isBetween1AndMost((long) images * channels * planes.elements())
        && isBetween1AndMost((long) images * outputs * positions())
        && isBetween1AndMost((long) outputs * weights());
  }

  private static boolean isBetween1AndMost(long elements) {
    return elements >= 1 && elements <= MOST;
  }

  int positions() {
    return planes.positions().elements();
  }

  int rowsOfOutputs() {
    return outputs / groups;
  }

  int rowsOfChannels() {
    return channels / groups;
  }

  /** How many weights a channel of the output has. */
  int weights() {
    return rowsOfChannels() * planes.taps();
  }

  /** Positions of the window in all images: columns, or the k of the weight's gradient. */
  Walk places() {
    return new Walk(
        four(images, planes.positions()),
        four(0, axis -> -axis.before()),
        four(1, Window.Axis::stride),
        strides(channels * planes.elements(), planes.sizes()),
        strides(outputs * positions(), planes.positions()));
  }

  /** Its taps in all channels of a group: k, or the columns of the weight's gradient. */
  Walk taps() {
    return new Walk(
        four(rowsOfChannels(), kernel()),
        new int[1 + AXES],
        four(1, Window.Axis::dilation),
        strides(planes.elements(), planes.sizes()),
        strides(planes.taps(), kernel()));
  }

  /** The elements of the longest phase, in all images: the columns of the transposed one. */
  Walk elements() {
    int[] inC = strides(channels * planes.elements(), planes.sizes());
    int[] stride = four(1, Window.Axis::stride);
    int[] counts = four(images, planes.sizes());
    int[] beside = inC.clone();
    for (int axis = 1; axis <= AXES; axis++) {
      counts[axis] = Math.toIntExact(((long) counts[axis] + stride[axis] - 1) / stride[axis]);
      beside[axis] *= stride[axis];
    }
    return new Walk(counts, new int[1 + AXES], four(1, one -> 1), positionsInB(outputs), beside);
  }

  /** The most taps that a phase sees, in all channels of a group's output: its k. */
  Walk tapsOfPhase() {
    int[] step = new int[1 + AXES];
    int[] sizes = four(rowsOfOutputs(), kernel());
    int[] inA = strides(weights(), kernel());
    step[0] = 1;
    for (int axis = 0; axis < AXES; axis++) {
      List<ConvPhase> phases = phases(axis);
      int tapStep = phases.isEmpty() ? 1 : phases.get(0).tapStep();
      step[1 + axis] = phases.isEmpty() ? 1 : phases.get(0).dilation();
      sizes[1 + axis] = phases.stream().mapToInt(ConvPhase::taps).max().orElse(0);
      inA[1 + axis] *= -tapStep;
    }
    return new Walk(sizes, new int[1 + AXES], step, positionsInB(1), inA);
  }

  Phases phases() {
    int[] counts = {1, 0, 0, 0};
    int[] tapStep = {1, 0, 0, 0};
    for (int axis = 0; axis < AXES; axis++) {
      int size = planes.sizes().size(axis);
      counts[1 + axis] = ConvPhase.count(planes.axes().get(axis), size);
      tapStep[1 + axis] = phases(axis).stream().mapToInt(ConvPhase::tapStep).findFirst().orElse(1);
    }
    return new Phases(
        counts,
        four(1, planes.sizes()),
        four(1, kernel()),
        four(1, Window.Axis::stride),
        four(1, Window.Axis::dilation),
        four(0, Window.Axis::before),
        tapStep,
        strides(0, kernel()),
        strides(0, planes.sizes()));
  }

  private List<ConvPhase> phases(int axis) {
    return ConvPhase.of(planes.axes().get(axis), planes.sizes().size(axis));
  }

  private int[] positionsInB(int channelsOfStep) {
    return strides(channelsOfStep * positions(), planes.positions());
  }

  private Shape kernel() {
    return Shape.of(planes.axes().stream().mapToInt(Window.Axis::kernel).toArray());
  }

  private int[] four(int first, ToIntFunction<Window.Axis> number) {
    List<Window.Axis> axes = planes.axes();
    return new int[] {
      first,
      number.applyAsInt(axes.get(0)),
      number.applyAsInt(axes.get(1)),
      number.applyAsInt(axes.get(2))
    };
  }

  private static int[] four(int first, Shape axes) {
    return new int[] {first, axes.size(0), axes.size(1), axes.size(2)};
  }

  /** Those of a plane's axes. */
  private static int[] strides(int first, Shape axes) {
    return new int[] {first, axes.size(1) * axes.size(2), axes.size(2), 1};
  }
}
