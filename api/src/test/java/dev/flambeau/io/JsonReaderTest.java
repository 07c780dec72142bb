package dev.flambeau.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonReaderTest {
  /** Reads an object whose members are arrays of integers, or else strings if they begin with s. */
  private static List<Object> read(String text) throws JsonException {
    JsonReader json = new JsonReader(text.getBytes(StandardCharsets.UTF_8));
    List<Object> found = new ArrayList<>();
    json.object(
        name -> {
          found.add(name);
          if (name.startsWith("s")) {
            found.add(json.string());
          } else {
            json.array(() -> found.add(json.integer()));
          }
        });
    json.end();
    return found;
  }

  @Test
  void readsWhatAHeaderIsMadeOf() throws JsonException {
    assertEquals(
        List.of("a", 0L, -1L, 9223372036854775807L, "sé", "ü😀", ""),
        read("{\"a\" :\t[0, -1,9223372036854775807],\r\n\"sé\":\"ü😀\",\"\" : [ ]} "));
    assertEquals(List.of("a", Long.MIN_VALUE), read("{\"a\":[-9223372036854775808]}"));
    assertEquals(List.of(), read("{ }"));
  }

  @Test
  void readsEscapes() throws JsonException {
    assertEquals(
        List.of("sa", "\" \\ / \b \f \n \r \t é 😀 😀"),
        read("{\"s\\u0061\":\"\\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u00E9 \\ud83d\\uDE00 😀\"}"));
  }

  /** Single quotes stand for double ones. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "``|at byte 0: expected '{', found the end of the text",
        "x|at byte 0: expected '{', found 'x'",
        "\u00a0{}|at byte 0: expected '{', found 0xc2",
        "{|at byte 1: expected '\"', found the end of the text",
        "{}}|at byte 2: expected the end of the text, found '}'",
        "{'a'}|at byte 4: expected ':', found '}'",
        "{'a':}|at byte 5: expected '[', found '}'",
        "{'a':true}|at byte 5: expected '[', found 't'",
        "{'s':[]}|at byte 5: expected '\"', found '['",
        "{'a':[1.5]}|at byte 7: expected ',' or ']', found '.'",
        "{'a':[1e5]}|at byte 7: expected ',' or ']', found 'e'",
        "{'a':[],}|at byte 8: expected '\"', found '}'",
        "{'a':[1,]}|at byte 8: expected an integer, found ']'",
        "{'a':[1}|at byte 7: expected ',' or ']', found '}'",
        "{'a':[[1]]}|at byte 6: expected an integer, found '['",
        "{'a':[-]}|at byte 7: expected a digit, found ']'",
        "{'a':[+1]}|at byte 6: expected an integer, found '+'",
        "{'a':[012]}|at byte 6: 012 is no integer of 64 bits without leading zeros",
        "{'a':[-012]}|at byte 6: -012 is no integer of 64 bits without leading zeros",
        "{'a':[9223372036854775808]}|at byte 6: 9223372036854775808 is no integer of 64 bits"
            + " without leading zeros",
        "{'a':[1111111111222222222233333]}|at byte 6: 111111111122222222223… is no integer of 64"
            + " bits without leading zeros",
        "{'a|at byte 3: expected a character of a string, found the end of the text",
        "{'a\u0001'|at byte 3: expected a character of a string, found 0x01",
        "{'\\x'|at byte 3: expected one of \"\\/bfnrtu after a backslash, found 'x'",
        "{'\\|at byte 3: expected one of \"\\/bfnrtu after a backslash, found the end of the"
            + " text",
        "{'\\u12g4'|at byte 6: expected four hexadecimal digits, found 'g'",
        "{'\\u٠٠٠٠'|at byte 4: expected four hexadecimal digits, found 0xd9",
        "{'\\ud83d'|at byte 9: the string before holds half of a surrogate pair",
      })
  void refusesAllElse(String text, String message) {
    assertEquals(
        message,
        assertThrows(JsonException.class, () -> read(text.replace('\'', '"'))).getMessage());
  }

  @Test
  void refusesWhatIsNotUtf8() {
    byte[] text = {'{', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'};
    JsonReader json = new JsonReader(text);
    assertEquals(
        "at byte 2: the string is not UTF-8",
        assertThrows(JsonException.class, () -> json.object(name -> {})).getMessage());
  }
}
