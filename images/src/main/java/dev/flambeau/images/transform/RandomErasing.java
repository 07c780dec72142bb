package dev.flambeau.images.transform;

import dev.flambeau.images.Picture;
import dev.flambeau.images.PictureException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A picture with a random rectangle of one colour, as often as a probability says; ten rectangles
 * are tried, and where none is smaller than the picture, it stays as it is.
 *
 * <p>It erases levels, where torchvision's erases numbers: what those call 0 behind {@code
 * Normalize} is the mean's colour here, {@code value(124, 116, 104)} of ImageNet.
 *
 * @param area from and to which share of the picture
 * @param shape from and to which height over width
 * @param levels a level a channel, or one for all
 * @see "Z. Zhong, L. Zheng, G. Kang, S. Li, Y. Yang: Random Erasing Data Augmentation, AAAI 2020"
 */
public record RandomErasing(double probability, Range area, Range shape, List<Integer> levels)
    implements Transform {
  private static final String NAME = "RandomErasing";

  /**
   * @throws PictureException if the probability is not from 0 to 1, or there are not 1 or 3 levels
   *     from 0 to 255
   */
  public RandomErasing {
    Given.within(NAME, "a probability", probability, 0, 1);
    levels = List.copyOf(levels);
    if (levels.size() != 1 && levels.size() != 3
        || levels.stream().anyMatch(level -> level < 0 || level > 255)) {
      throw new PictureException(
          NAME + ": a colour is 1 level or 3, from 0 to 255, was given " + levels + ".");
    }
  }

  /** Half of the pictures, 0.02 to 0.33 of the area, 0.3 to 3.3 as high as wide, black. */
  public RandomErasing() {
    this(0.5);
  }

  /** As {@link #RandomErasing()}, with another probability. */
  public RandomErasing(double probability) {
    this(
        probability,
        Range.of(NAME, "scale", 0.02, 0.33),
        Range.of(NAME, "ratio", 0.3, 3.3),
        List.of(0));
  }

  /** This transform with other areas. */
  public RandomErasing scale(double low, double high) {
    return new RandomErasing(probability, Range.of(NAME, "scale", low, high), shape, levels);
  }

  /** This transform with other shapes. */
  public RandomErasing ratio(double low, double high) {
    return new RandomErasing(probability, area, Range.of(NAME, "ratio", low, high), levels);
  }

  /** This transform with another colour: a level for all channels, or one for each. */
  public RandomErasing value(int... colour) {
    return new RandomErasing(probability, area, shape, Arrays.stream(colour).boxed().toList());
  }

  @Override
  public Picture apply(Picture picture, Draws draws) {
    if (levels.size() != 1 && levels.size() != picture.channels()) {
      throw new PictureException(
          NAME + " has a colour of " + levels.size() + " levels, was given " + picture + ".");
    }
    if (!draws.chance(probability)) {
      return picture;
    }
    return new Rectangles(area, shape)
        .first(picture, draws, (high, wide) -> smaller(picture, high, wide, draws))
        .map(window -> erased(picture, window))
        .orElse(picture);
  }

  private static Optional<Window> smaller(Picture picture, int high, int wide, Draws draws) {
    return high < picture.height() && wide < picture.width()
        ? Optional.of(Window.drawn(picture, high, wide, draws))
        : Optional.empty();
  }

  private Picture erased(Picture picture, Window window) {
    byte[] bytes = picture.bytes().clone();
    int channels = picture.channels();
    for (int row = window.row(); row < window.row() + window.height(); row++) {
      for (int i = 0; i < window.width() * channels; i++) {
        int level = levels.get(levels.size() == 1 ? 0 : i % channels);
        bytes[(row * picture.width() + window.column()) * channels + i] = (byte) level;
      }
    }
    return new Picture(bytes, picture.height(), picture.width(), channels);
  }
}
