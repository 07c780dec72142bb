package dev.flambeau.op;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * One phase of a transposed convolution along an axis: the elements r, r + stride, … of its output,
 * which all see the same taps of the kernel, and see them in the input side by side.
 *
 * @param first r
 * @param count how many elements there are
 * @param taps how many taps these see
 * @param firstTap the first of them in the kernel
 * @param tapStep from one of them to the next in the kernel
 * @param dilation from one of them to the next in the input
 * @param before the padding before the input, for the last tap, which is the first that is met
 * @param kernel how many taps the kernel has
 * @param positions how many elements the input has
 */
public record ConvPhase(
    int first,
    int count,
    int taps,
    int firstTap,
    int tapStep,
    int dilation,
    int before,
    int kernel,
    int positions) {

  /** The phases along an axis that see any taps, by r: not more than there are taps. */
  public static List<ConvPhase> of(Window.Axis axis, int size) {
    Set<Integer> seen = new TreeSet<>();
    for (int tap = 0; tap < axis.kernel(); tap++) {
      long at = (long) tap * axis.dilation() - axis.before();
      seen.add((int) Math.floorMod(at, (long) axis.stride()));
    }
    List<ConvPhase> phases = new ArrayList<>();
    for (int r : seen) {
      if (r < size) {
        phases.add(phase(axis, size, r));
      }
    }
    return phases;
  }

  /** How many phases an axis has, with those that see none. */
  public static int count(Window.Axis axis, int size) {
    return Math.min(axis.stride(), size);
  }

  private static ConvPhase phase(Window.Axis axis, int size, int r) {
    int stride = axis.stride();
    int common =
        BigInteger.valueOf(stride).gcd(BigInteger.valueOf(axis.dilation())).intValueExact();
    int step = stride / common;
    int firstTap = 0;
    while (Math.floorMod((long) r + axis.before() - (long) firstTap * axis.dilation(), stride)
        != 0) {
      firstTap++; // some tap is seen
    }
    int taps = (axis.kernel() - 1 - firstTap) / step + 1;
    int lastTap = firstTap + (taps - 1) * step;
    long met = ((long) r + axis.before() - (long) lastTap * axis.dilation()) / stride;
    return new ConvPhase(
        r,
        (int) (((long) size - r + stride - 1) / stride),
        taps,
        firstTap,
        step,
        axis.dilation() / common,
        Math.toIntExact(-met),
        axis.kernel(),
        (int) axis.fits(size));
  }

  /** One phase for each axis, in every combination, the last axis' changing first. */
  static List<List<ConvPhase>> combinations(Window window, Shape sizes) {
    List<List<ConvPhase>> all = List.of(List.of());
    for (int axis = 0; axis < window.rank(); axis++) {
      List<List<ConvPhase>> longer = new ArrayList<>();
      for (List<ConvPhase> begun : all) {
        for (ConvPhase phase : of(window.axes().get(axis), sizes.size(axis))) {
          List<ConvPhase> more = new ArrayList<>(begun);
          more.add(phase);
          longer.add(more);
        }
      }
      all = longer;
    }
    return all;
  }

  /** How many elements the longest phase has. */
  static int most(Window.Axis axis, int size) {
    return (int) (((long) size + axis.stride() - 1) / axis.stride());
  }

  /** The window over the kernel that takes these taps alone, at one position. */
  Window.Axis ofWeight() {
    int lastTap = firstTap + (taps - 1) * tapStep;
    return new Window.Axis(taps, 1, tapStep, -firstTap, lastTap + 1 - kernel);
  }

  /** The window over the input that each element of the phase sees. */
  public Window.Axis ofGradient() {
    int span = dilation * (taps - 1) + 1;
    return new Window.Axis(taps, 1, dilation, before, count - 1 + span - positions - before);
  }
}
