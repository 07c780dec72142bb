package dev.flambeau.opencl.product;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Numbers that count the columns, or the k, of an {@link ImplicitProduct}: each is of an image or a
 * channel, and then of a position or a tap along three axes, outermost first. It is a struct of
 * convolution_groups.cl.
 *
 * @param sizes how many there are of each
 * @param first the place in the planes of b that number 0 has
 * @param step from one number's place to the next one's
 * @param inB from one place to the next, in elements of b
 * @param beside from one number to the next, in elements of the operand a for k, of c for columns
 */
record Walk(int[] sizes, int[] first, int[] step, int[] inB, int[] beside) {
  /** How many it counts. */
  int count() {
    return IntStream.of(sizes).reduce(1, (a, b) -> a * b);
  }

  int[] numbers() {
    return Stream.of(sizes, first, step, inB, beside).flatMapToInt(IntStream::of).toArray();
  }
}
