package dev.flambeau.data;

import org.jspecify.annotations.Nullable;

/**
 * The check of what a caller hands in: code that is compiled without a checker may hand in null.
 */
final class Given {
  private Given() {}

  /**
   * @throws DatasetException if there is nothing
   */
  static <T> T check(@Nullable T value, String what) {
    if (value == null) {
      throw new DatasetException("Expected " + what + ", was given null.");
    }
    return value;
  }
}
