package dev.flambeau.io;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads the part of JSON that a safetensors header is written in, and nothing beyond: objects,
 * arrays, strings and integers of 64 bits.
 *
 * <p>The caller asks for what must come next, and anything else is refused where it stands. So
 * nothing is kept that a header cannot have, and nothing is nested deeper than the caller asks. It
 * is strict, since a header is read from files of any origin: no surrogate without its other half,
 * no text behind the object but white space.
 *
 * @see "T. Bray: The JavaScript Object Notation (JSON) Data Interchange Format, RFC 8259"
 */
final class JsonReader {
  private static final String END = "the end of the text";

  private final byte[] text;
  private int position;

  /**
   * @param text in UTF-8
   */
  JsonReader(byte[] text) {
    this.text = text;
  }

  /** Takes one value, behind the name of a member or as an element. */
  interface Value {
    void read() throws JsonException;
  }

  /** Takes the value of the member with this name. */
  interface Member {
    void read(String name) throws JsonException;
  }

  /** Reads an object; the reader of members refuses names that stand twice. */
  void object(Member member) throws JsonException {
    elements(
        '{',
        '}',
        () -> {
          String name = string();
          skipSpace();
          take(':');
          member.read(name);
        });
  }

  /** Reads an array. */
  void array(Value element) throws JsonException {
    elements('[', ']', element);
  }

  private void elements(char opening, char closing, Value element) throws JsonException {
    skipSpace();
    take(opening);
    skipSpace();
    if (peek() == closing) {
      position++;
      return;
    }
    while (true) {
      element.read();
      skipSpace();
      if (peek() == closing) {
        position++;
        return;
      }
      if (peek() != ',') {
        throw expected("',' or '" + closing + "'");
      }
      position++;
    }
  }

  /** Reads what may follow the object: white space. */
  void end() throws JsonException {
    skipSpace();
    if (position < text.length) {
      throw expected(END);
    }
  }

  String string() throws JsonException {
    skipSpace();
    take('"');
    StringBuilder string = new StringBuilder();
    int plain = position;
    while (peek() != '"') {
      int next = peek();
      if (next < ' ') {
        throw expected("a character of a string");
      }
      position++;
      if (next == '\\') {
        string.append(characters(plain, position - 1)).append(escape());
        plain = position;
      }
    }
    String rest = characters(plain, position);
    position++;
    return string.length() == 0 ? rest : wellFormed(string.append(rest));
  }

  /** Characters that stand for themselves. */
  private String characters(int from, int to) throws JsonException {
    boolean ascii = true;
    for (int i = from; i < to && ascii; i++) {
      ascii = text[i] >= 0;
    }
    if (ascii) {
      return new String(text, from, to - from, StandardCharsets.US_ASCII);
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(text, from, to - from);
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      position = from;
      throw problem("the string is not UTF-8");
    }
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

  /** Escapes can write half a pair. */
  private String wellFormed(StringBuilder string) throws JsonException {
    for (int i = 0; i < string.length(); i++) {
      int character = string.codePointAt(i);
      if (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE) {
        throw problem("the string before holds half of a surrogate pair");
      }
      i += Character.charCount(character) - 1;
    }
    return string.toString();
  }

  long integer() throws JsonException {
    skipSpace();
    int start = position;
    if (peek() == '-') {
      position++;
    }
    int first = position;
    while (isDigit(peek())) {
      position++;
    }
    if (position == first) {
      throw expected(position == start ? "an integer" : "a digit");
    }
    int length = position - start;
    // The longest, −9223372036854775808, has 20 characters.
    String digits = new String(text, start, Math.min(length, 21), StandardCharsets.US_ASCII);
    position = start;
    try {
      if (text[first] == '0' && length > first - start + 1) {
        throw new NumberFormatException();
      }
      long integer = Long.parseLong(digits);
      position += length;
      return integer;
    } catch (NumberFormatException e) {
      String shown = length > 21 ? digits + "…" : digits;
      throw problem(shown + " is no integer of 64 bits without leading zeros");
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

  /** The next byte, or −1 at the end. */
  private int peek() {
    return position < text.length ? text[position] & 0xff : -1;
  }

  private void take(char character) throws JsonException {
    if (peek() != character) {
      throw expected("'" + character + "'");
    }
    position++;
  }

  private JsonException expected(String what) {
    int next = peek();
    String found = END;
    if (next >= 0) {
      found =
          next > ' ' - 1 && next < 0x7f
              ? "'" + (char) next + "'"
              : String.format(Locale.ROOT, "0x%02x", next);
    }
    return problem("expected " + what + ", found " + found);
  }

  /** What is wrong with what was read last. */
  JsonException problem(String problem) {
    return new JsonException("at byte " + position + ": " + problem);
  }
}
