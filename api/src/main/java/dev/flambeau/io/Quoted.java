package dev.flambeau.io;

/**
 * Text of a file in a message: cut where it is long, and without what a terminal would obey or not
 * show, since a file can come from anyone.
 */
final class Quoted {
  private static final int LONGEST_NAME = 60;
  private static final int LONGEST_MESSAGE = 1000;

  private Quoted() {}

  /** A name. */
  static String text(String text) {
    String quoted = "\"" + shown(text, LONGEST_NAME) + "\"";
    return text.length() <= LONGEST_NAME ? quoted : quoted + " (" + text.length() + " characters)";
  }

  /** A message that names of a file stand in. */
  static String message(String message) {
    return shown(message, LONGEST_MESSAGE);
  }

  private static String shown(String text, int longest) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < text.length(); ) {
      if (i >= longest) {
        return shown.append('…').toString();
      }
      int character = text.codePointAt(i);
      i += Character.charCount(character);
      if (isShown(character)) {
        shown.appendCodePoint(character);
      } else {
        shown.append("\\u{").append(Integer.toHexString(character)).append('}');
      }
    }
    return shown.toString();
  }

  /** Control characters act, format characters turn the direction of what follows. */
  private static boolean isShown(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
