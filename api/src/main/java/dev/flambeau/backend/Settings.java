package dev.flambeau.backend;

import java.util.List;

/**
 * What a user sets by Java's system properties, {@code -Dflambeau.…}. One that is empty is not set;
 * one with a value that it does not take is an error, since whoever mistypes it would not know.
 */
public final class Settings {
  private Settings() {}

  /**
   * The word that is given; empty if none is.
   *
   * @param takes the words that may be
   * @throws SettingException if it is another
   */
  public static String word(String property, String... takes) {
    String given = System.getProperty(property, "");
    List<String> words = List.of(takes);
    if (given.isEmpty() || words.contains(given)) {
      return given;
    }
    int last = words.size() - 1;
    throw new SettingException(
        property, given, String.join(", ", words.subList(0, last)) + " or " + words.get(last));
  }

  /**
   * The number that is given, 1 or more.
   *
   * @param otherwise what holds if none is given
   * @throws SettingException if it is no such number
   */
  public static int count(String property, int otherwise) {
    String given = System.getProperty(property, "");
    if (given.isEmpty()) {
      return otherwise;
    }
    try {
      int count = Integer.parseInt(given);
      if (count > 0) {
        return count;
      }
    } catch (NumberFormatException e) {
      // as what is too small
    }
    throw new SettingException(property, given, "a whole number, 1 or more");
  }
}
