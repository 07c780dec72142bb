package dev.flambeau.images.transform;

/**
 * Positive numbers from one to another.
 *
 * @param low the least, above 0
 * @param high the largest
 */
public record Range(double low, double high) {
  /**
   * @throws dev.flambeau.images.PictureException if they are not above 0 and in order
   */
  public Range {
    Given.range("Range", "it", low, high);
  }

  static Range of(String transform, String what, double low, double high) {
    Given.range(transform, what, low, high);
    return new Range(low, high);
  }

  /** One at random whose logarithm is uniform: as often twice as wide as twice as high. */
  double logarithmic(Draws draws) {
    return StrictMath.exp(draws.between(StrictMath.log(low), StrictMath.log(high)));
  }
}
