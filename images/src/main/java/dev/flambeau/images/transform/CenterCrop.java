package dev.flambeau.images.transform;

import dev.flambeau.images.Picture;

/** The middle of a picture. */
public record CenterCrop(int height, int width) implements Transform {
  /**
   * @throws dev.flambeau.images.PictureException if a size is less than 1
   */
  public CenterCrop {
    Given.size("CenterCrop", height);
    Given.size("CenterCrop", width);
  }

  /** A square. */
  public CenterCrop(int size) {
    this(size, size);
  }

  @Override
  public Picture apply(Picture picture, Draws draws) {
    Given.fits("CenterCrop", picture, height, width, "Put a Resize before it.");
    return Window.centred(picture, height, width).cut(picture);
  }
}
