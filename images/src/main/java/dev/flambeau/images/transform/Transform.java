package dev.flambeau.images.transform;

import dev.flambeau.images.Picture;

/**
 * A change of a picture, alone or at random. One of a caller's own is a function:
 *
 * <pre>{@code
 * Transform inverted = (picture, draws) -> ...;
 * }</pre>
 */
@FunctionalInterface
public interface Transform {
  /**
   * The changed picture; the given one stays as it is.
   *
   * @param draws random numbers for this picture and this transform alone
   * @throws dev.flambeau.images.PictureException if the picture does not fit; says the way out
   */
  Picture apply(Picture picture, Draws draws);
}
