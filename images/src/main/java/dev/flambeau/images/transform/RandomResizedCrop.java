package dev.flambeau.images.transform;

import dev.flambeau.images.Picture;
import java.util.Optional;

/**
 * A part of a picture of random area and shape, at another size: ten are tried, and if none fits
 * within the picture, the largest in its middle is taken whose shape is allowed.
 *
 * @param height rows of the result
 * @param width columns of the result
 * @param area from and to which share of the picture
 * @param shape from and to which width over height
 */
public record RandomResizedCrop(int height, int width, Range area, Range shape)
    implements Transform {
  private static final String NAME = "RandomResizedCrop";

  /**
   * @throws dev.flambeau.images.PictureException if a size is less than 1
   */
  public RandomResizedCrop {
    Given.within(NAME, "a size", Math.min(height, width), 1, 1 << 15);
    Given.within(NAME, "a size", Math.max(height, width), 1, 1 << 15);
  }

  /** A square of 0.08 to 1 of the picture's area, from 3/4 to 4/3 as wide as high. */
  public RandomResizedCrop(int size) {
    this(size, size, Range.of(NAME, "scale", 0.08, 1), Range.of(NAME, "ratio", 3 / 4.0, 4 / 3.0));
  }

  /**
   * This crop of other areas.
   *
   * @throws dev.flambeau.images.PictureException if they are not above 0 and in order
   */
  public RandomResizedCrop scale(double low, double high) {
    return new RandomResizedCrop(height, width, Range.of(NAME, "scale", low, high), shape);
  }

  /**
   * This crop of other shapes.
   *
   * @throws dev.flambeau.images.PictureException if they are not above 0 and in order
   */
  public RandomResizedCrop ratio(double low, double high) {
    return new RandomResizedCrop(height, width, area, Range.of(NAME, "ratio", low, high));
  }

  @Override
  public Picture apply(Picture picture, Draws draws) {
    return Bilinear.resize(picture, window(picture, draws), height, width);
  }

  private Window window(Picture picture, Draws draws) {
    return new Rectangles(area, shape)
        .first(picture, draws, (wide, high) -> fitting(picture, high, wide, draws))
        .orElseGet(() -> largest(picture));
  }

  private static Optional<Window> fitting(Picture picture, int high, int wide, Draws draws) {
    return wide > 0 && wide <= picture.width() && high > 0 && high <= picture.height()
        ? Optional.of(Window.drawn(picture, high, wide, draws))
        : Optional.empty();
  }

  private Window largest(Picture picture) {
    double ratio = (double) picture.width() / picture.height();
    int wide = picture.width();
    int high = picture.height();
    if (ratio < shape.low()) {
      high = (int) Math.max(1, Math.min(high, Math.rint(wide / shape.low())));
    } else if (ratio > shape.high()) {
      wide = (int) Math.max(1, Math.min(wide, Math.rint(high * shape.high())));
    }
    return Window.centred(picture, high, wide);
  }
}
