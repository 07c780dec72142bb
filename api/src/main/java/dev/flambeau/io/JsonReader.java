package dev.flambeau.io;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the part of JSON that a safetensors header is written in, and nothing beyond: objects,
 * arrays, strings and integers of 64 bits.
 *
 * <p>It is strict, since a header is read from files of any origin: no name twice in an object, no
 * nesting deeper than {@link #MOST_LEVELS}, no surrogate without its other half, no text behind the
 * object but white space.
 *
 * @see "T. Bray: The JavaScript Object Notation (JSON) Data Interchange Format, RFC 8259"
 */
final class JsonReader {
  /** A header needs three: the object, a tensor in it, an array in that. */
  static final int MOST_LEVELS = 8;

  private static final String END = "the end of the text";

  private final String text;
  private int position;
  private int level;

  private JsonReader(String text) {
    this.text = text;
  }

  /**
   * Reads one object, which begins with the text.
   *
   * @return its members in order; their values are {@code Map<String, Object>}, {@code
   *     List<Object>}, {@code String} and {@code Long}
   */
  static Map<String, Object> object(String text) throws JsonException {
    JsonReader reader = new JsonReader(text);
    Map<String, Object> object = reader.object();
    reader.skipSpace();
    if (reader.position < text.length()) {
      throw reader.expected(END);
    }
    return object;
  }

  private Object value() throws JsonException {
    skipSpace();
    int next = peek();
    if (next == '{') {
      return object();
    }
    if (next == '[') {
      return array();
    }
    if (next == '"') {
      return string();
    }
    if (next == '-' || isDigit(next)) {
      return integer();
    }
    throw expected("a string, an integer, an array or an object");
  }

  private Map<String, Object> object() throws JsonException {
    Map<String, Object> members = new LinkedHashMap<>();
    open('{');
    if (!closes('}')) {
      do {
        skipSpace();
        int start = position;
        String name = string();
        skipSpace();
        take(':');
        if (members.putIfAbsent(name, value()) != null) {
          position = start;
          throw problem("the name \"" + name + "\" stands twice in one object");
        }
      } while (goesOn('}'));
    }
    return members;
  }

  private List<Object> array() throws JsonException {
    List<Object> elements = new ArrayList<>();
    open('[');
    if (!closes(']')) {
      do {
        elements.add(value());
      } while (goesOn(']'));
    }
    return elements;
  }

  private void open(char bracket) throws JsonException {
    take(bracket);
    if (++level > MOST_LEVELS) {
      throw problem("nested more than " + MOST_LEVELS + " levels deep");
    }
  }

  /** Whether an object or array ends here, before its first element. */
  private boolean closes(char bracket) {
    skipSpace();
    if (peek() != bracket) {
      return false;
    }
    position++;
    level--;
    return true;
  }

  /** Whether another element follows the one just read; if not, the closing bracket is taken. */
  private boolean goesOn(char bracket) throws JsonException {
    if (closes(bracket)) {
      return false;
    }
    if (peek() != ',') {
      throw expected("',' or '" + bracket + "'");
    }
    position++;
    return true;
  }

  private String string() throws JsonException {
    take('"');
    StringBuilder string = new StringBuilder();
    while (peek() != '"') {
      int next = peek();
      if (next < ' ') {
        throw expected("a character of a string");
      }
      position++;
      string.append(next == '\\' ? escape() : (char) next);
    }
    position++;
    return wellFormed(string);
  }

  private char escape() throws JsonException {
    int escape = peek();
    position++;
    if (escape == 'u') {
      return hexadecimal();
    }
    int place = "\"\\/bfnrt".indexOf(escape);
    if (place < 0) {
      position--;
      throw expected("one of \"\\/bfnrtu after a backslash");
    }
    return "\"\\/\b\f\n\r\t".charAt(place);
  }

  private char hexadecimal() throws JsonException {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      // Character.digit would take the digits of other scripts too.
      int digit = peek() < 128 ? Character.digit(peek(), 16) : -1;
      if (digit < 0) {
        throw expected("four hexadecimal digits");
      }
      code = code << 4 | digit;
      position++;
    }
    return (char) code;
  }

  private String wellFormed(StringBuilder string) throws JsonException {
    boolean lone =
        string
            .codePoints()
            .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    if (lone) {
      throw problem("the string before holds half of a surrogate pair");
    }
    return string.toString();
  }

  private Long integer() throws JsonException {
    int start = position;
    if (peek() == '-') {
      position++;
    }
    int first = position;
    while (isDigit(peek())) {
      position++;
    }
    if (position == first) {
      throw expected("a digit");
    }
    String digits = text.substring(start, position);
    try {
      if (text.charAt(first) == '0' && position > first + 1) {
        throw new NumberFormatException();
      }
      return Long.valueOf(digits);
    } catch (NumberFormatException e) {
      position = start;
      throw problem(digits + " is no integer of 64 bits without leading zeros");
    }
  }

  private static boolean isDigit(int character) {
    return character >= '0' && character <= '9';
  }

  private void skipSpace() {
    while (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t') {
      position++;
    }
  }

  /** The next character, or −1 at the end. */
  private int peek() {
    return position < text.length() ? text.charAt(position) : -1;
  }

  private void take(char character) throws JsonException {
    if (peek() != character) {
      throw expected("'" + character + "'");
    }
    position++;
  }

  private JsonException expected(String what) {
    int next = peek();
    String found = next < 0 ? END : next < ' ' ? "U+%04X".formatted(next) : "'" + (char) next + "'";
    return problem("expected " + what + ", found " + found);
  }

  private JsonException problem(String problem) {
    return new JsonException("at character " + position + ": " + problem);
  }
}
