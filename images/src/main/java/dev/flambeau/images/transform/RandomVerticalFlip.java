package dev.flambeau.images.transform;

import dev.flambeau.images.Picture;

/** A picture with its rows in reverse order, as often as a probability says. */
public record RandomVerticalFlip(double probability) implements Transform {
  /**
   * @throws dev.flambeau.images.PictureException if it is not from 0 to 1
   */
  public RandomVerticalFlip {
    Given.within("RandomVerticalFlip", "a probability", probability, 0, 1);
  }

  /** Every other picture, on average. */
  public RandomVerticalFlip() {
    this(0.5);
  }

  @Override
  public Picture apply(Picture picture, Draws draws) {
    return draws.chance(probability) ? Flips.rows(picture) : picture;
  }
}
