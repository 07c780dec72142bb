package dev.flambeau.opencl.product;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How elements fall into phases, of which each sees taps of its own ({@code ConvPhase}): those
 * along each axis of c, outermost first, behind a number that is of no axis. The kernel finds each
 * phase's taps itself, since there may be any number of phases. It is a struct of
 * convolution_groups.cl.
 *
 * @param counts of phases; 0 if there are none
 * @param sizes of c's planes
 * @param taps of the window over them, and so are stride, dilation and before
 * @param tapStep from one tap of a phase to its next in the kernel
 * @param inA from one tap of the kernel to the next, in elements
 * @param inC from one place in c's planes to the next, in elements
 */
record Phases(
    int[] counts,
    int[] sizes,
    int[] taps,
    int[] stride,
    int[] dilation,
    int[] before,
    int[] tapStep,
    int[] inA,
    int[] inC) {
  private static final int[] NO = new int[4];

  /** Those of what has none. */
  static final Phases NONE = new Phases(NO, NO, NO, NO, NO, NO, NO, NO, NO);

  /** How many there are in all; one is all there is, where there are none. */
  int count() {
    return Math.max(1, IntStream.of(counts).reduce(1, (a, b) -> a * b));
  }

  int[] numbers() {
    return Stream.of(counts, sizes, taps, stride, dilation, before, tapStep, inA, inC)
        .flatMapToInt(IntStream::of)
        .toArray();
  }
}
