package dev.flambeau.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonReaderTest {
  @Test
  void readsWhatAHeaderIsMadeOf() throws JsonException {
    assertEquals(
        Map.of("a", List.of(0L, -1L, 9223372036854775807L), "b", Map.of("c", List.of()), "", "é"),
        JsonReader.object(
            "{\"a\" :\t[0, -1,9223372036854775807],\r\n\"b\":{\"c\":[ ]},\"\":\"é\"} "));
    assertEquals(Map.of(), JsonReader.object("{ }"));
  }

  @Test
  void readsEscapes() throws JsonException {
    assertEquals(
        Map.of("a", "\" \\ / \b \f \n \r \t é 😀 😀"),
        JsonReader.object(
            "{\"\\u0061\":\"\\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u00E9 \\ud83d\\uDE00 😀\"}"));
  }

  @Test
  void keepsTheOrderOfNames() throws JsonException {
    assertEquals(
        List.of("z", "a", "m"),
        List.copyOf(JsonReader.object("{\"z\":1,\"a\":2,\"m\":3}").keySet()));
  }

  /** Single quotes stand for double ones. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "``|at character 0: expected '{', found the end of the text",
        " {}|at character 0: expected '{', found ' '",
        "{|at character 1: expected '\"', found the end of the text",
        "{}}|at character 2: expected the end of the text, found '}'",
        "{'a'}|at character 4: expected ':', found '}'",
        "{'a':}|at character 5: expected a string, an integer, an array or an object, found '}'",
        "{'a':true}|at character 5: expected a string, an integer, an array or an object, found 't'",
        "{'a':1.5}|at character 6: expected ',' or '}', found '.'",
        "{'a':1e5}|at character 6: expected ',' or '}', found 'e'",
        "{'a':1,}|at character 7: expected '\"', found '}'",
        "{'a':[1,]}|at character 8: expected a string, an integer, an array or an object, found ']'",
        "{'a':[1}|at character 7: expected ',' or ']', found '}'",
        "{'a':-}|at character 6: expected a digit, found '}'",
        "{'a':+1}|at character 5: expected a string, an integer, an array or an object, found '+'",
        "{'a':012}|at character 5: 012 is no integer of 64 bits without leading zeros",
        "{'a':-012}|at character 5: -012 is no integer of 64 bits without leading zeros",
        "{'a':9223372036854775808}|at character 5: 9223372036854775808 is no integer of 64 bits"
            + " without leading zeros",
        "{'a|at character 3: expected a character of a string, found the end of the text",
        "{'a\u0001'|at character 3: expected a character of a string, found U+0001",
        "{'\\x'|at character 3: expected one of \"\\/bfnrtu after a backslash, found 'x'",
        "{'\\|at character 3: expected one of \"\\/bfnrtu after a backslash, found the end of the"
            + " text",
        "{'\\u12g4'|at character 6: expected four hexadecimal digits, found 'g'",
        "{'\\u٠٠٠٠'|at character 4: expected four hexadecimal digits, found '٠'",
        "{'\\ud83d'|at character 9: the string before holds half of a surrogate pair",
        "{'a':1,'b':{},'a':2}|at character 14: the name \"a\" stands twice in one object",
        "{'a':[[[[[[[[1]]]]]]]]}|at character 13: nested more than 8 levels deep",
      })
  void refusesAllElse(String text, String message) {
    assertEquals(
        message,
        assertThrows(JsonException.class, () -> JsonReader.object(text.replace('\'', '"')))
            .getMessage());
  }

  @Test
  void countsLevelsAndNotBrackets() throws JsonException {
    String pairs = "[],".repeat(100) + "[]";
    assertEquals(101, ((List<?>) JsonReader.object("{\"a\":[" + pairs + "]}").get("a")).size());
    assertEquals(1, JsonReader.object("{\"a\":[[[[[[[1]]]]]]]}").size());
  }
}
