package dev.flambeau.images.transform;

import dev.flambeau.images.Picture;
import java.util.Optional;

/**
 * Rectangles of random area and shape, of which the first that will do is taken.
 *
 * @param share from and to which part of a picture's area
 * @param ratio from and to which length of one side over the other
 */
record Rectangles(Range share, Range ratio) {
  private static final int TRIES = 10;

  /** What is made of a rectangle by its sides; nothing where it will not do. */
  @FunctionalInterface
  interface Choice {
    Optional<Window> of(int side, int other);
  }

  /** What is made of the first of ten for which it is anything. */
  Optional<Window> first(Picture picture, Draws draws, Choice choice) {
    double all = (double) picture.height() * picture.width();
    for (int i = 0; i < TRIES; i++) {
      double area = all * draws.between(share.low(), share.high());
      double over = ratio.logarithmic(draws);
      Optional<Window> window = choice.of(whole(area * over), whole(area / over));
      if (window.isPresent()) {
        return window;
      }
    }
    return Optional.empty();
  }

  /** One beyond all integers becomes the largest, which fits nowhere. */
  private static int whole(double square) {
    return (int) Math.rint(Math.sqrt(square));
  }
}
