package dev.flambeau.backend.setting;

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

  /**
   * The whole number that is given, a seed.
   *
   * @param otherwise what holds if none is given
   * @throws SettingException if it is no such number
   */
  public static long number(String property, long otherwise) {
    String given = System.getProperty(property, "");
    try {
      return given.isEmpty() ? otherwise : Long.parseLong(given);
    } catch (NumberFormatException e) {
      throw new SettingException(property, given, "a whole number");
    }
  }

  /**
   * The number of bytes that is given, as Java's own options take it: 4g, 512m, 65536k or bytes.
   *
   * @param otherwise what holds if none is given
   * @throws SettingException if it is no such number, or 0
   */
  public static long bytes(String property, long otherwise) {
    String given = System.getProperty(property, "");
    if (given.isEmpty()) {
      return otherwise;
    }
    int unit = "kmg".indexOf(Character.toLowerCase(given.charAt(given.length() - 1)));
    try {
      long count = Long.parseLong(unit < 0 ? given : given.substring(0, given.length() - 1));
      if (count > 0) {
        return Math.multiplyExact(count, 1L << 10 * (unit + 1));
      }
    } catch (NumberFormatException | ArithmeticException e) {
      // as what is too small
    }
    throw new SettingException(property, given, "a number of bytes, as 4g, 512m or 65536k");
  }
}
