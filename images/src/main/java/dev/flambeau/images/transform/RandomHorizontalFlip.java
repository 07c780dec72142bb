package dev.flambeau.images.transform;

import dev.flambeau.images.Picture;

/** A picture with its columns in reverse order, as often as a probability says. */
public record RandomHorizontalFlip(double probability) implements Transform {
  /**
   * @throws dev.flambeau.images.PictureException if it is not from 0 to 1
   */
  public RandomHorizontalFlip {
    Given.within("RandomHorizontalFlip", "a probability", probability, 0, 1);
  }

  /** Every other picture, on average. */
  public RandomHorizontalFlip() {
    this(0.5);
  }

  @Override
  public Picture apply(Picture picture, Draws draws) {
    return draws.chance(probability) ? Flips.columns(picture) : picture;
  }
}
