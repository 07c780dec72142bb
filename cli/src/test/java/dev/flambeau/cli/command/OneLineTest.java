package dev.flambeau.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OneLineTest {
  @Test
  void whatMovesACursorIsSpelledOut() {
    Map.of(
            "plain text,  with space", "plain text,  with space",
            "two\n   lines\r\n", "two lines",
            "a\ttab", "a tab",
            "\u001b]0;title\u0007\u001b[2J", "\\u001b]0;title\\u0007\\u001b[2J",
            "\u202Ereversed\u2066", "\\u202ereversed\\u2066",
            "half of a pair \uD800", "half of a pair \\ud800",
            "é, 數字, \uD83D\uDD25", "é, 數字, \uD83D\uDD25",
            "", "")
        .forEach((text, line) -> assertEquals(line, OneLine.of(text)));
  }

  @Test
  void aLongTextKeepsItsEnds() {
    String line = OneLine.of("begin " + "x".repeat(30_000_000) + " end");
    assertTrue(line.startsWith("begin xxx"), line);
    assertTrue(line.contains(" [... 29998010 characters ...] "), line);
    assertTrue(line.endsWith("xxx end"), line);
    assertTrue(line.length() < 2100, line);
  }

  @Test
  void spaceTakesNoTime() {
    String text = "a" + " ".repeat(1_000_000) + "b\n";
    assertTimeoutPreemptively(Duration.ofSeconds(20), () -> OneLine.of(text));
  }
}
