package dev.flambeau.cli.command;

/**
 * Text made fit to be one line of a terminal. It may come from a file that is not trusted: nothing
 * in it moves the cursor or names the window, and it is never longer than a screen.
 */
public final class OneLine {
  private static final int LONGEST = 2000;

  /** What remains of the end of a longer text, where messages have the way out. */
  private static final int TAIL = 400;

  private OneLine() {}

  /** The text with line breaks, and the space around them, as one space. */
  public static String of(String text) {
    StringBuilder line = new StringBuilder();
    StringBuilder space = new StringBuilder();
    cut(text)
        .strip()
        .codePoints()
        .forEach(
            point -> {
              if (Character.isWhitespace(point)) {
                space.appendCodePoint(point);
              } else {
                line.append(space(space));
                space.setLength(0);
                append(line, point);
              }
            });
    return line.toString();
  }

  private static String cut(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    int left = text.length() - LONGEST;
    return text.substring(0, LONGEST - TAIL)
        + " [... "
        + left
        + " characters ...] "
        + text.substring(text.length() - TAIL);
  }

  private static String space(StringBuilder space) {
    return space.chars().allMatch(c -> c == ' ') ? space.toString() : " ";
  }

  /** Controls, marks of direction and halves of pairs by number, as Java spells them. */
  private static void append(StringBuilder line, int point) {
    boolean seen =
        switch (Character.getType(point)) {
          case Character.CONTROL, Character.FORMAT, Character.SURROGATE -> false;
          default -> true;
        };
    if (seen) {
      line.appendCodePoint(point);
    } else {
      line.append("\\u");
      line.append(Integer.toHexString(0x10000 | point).substring(1));
    }
  }
}
