package dev.flambeau.cli.command;

import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** One JSON object on one line, its members in the order in which they were put. */
public final class Json {
  private final StringJoiner members = new StringJoiner(",", "{", "}");

  public Json put(String name, String value) {
    return member(name, quote(value));
  }

  public Json put(String name, long value) {
    return member(name, Long.toString(value));
  }

  public Json put(String name, boolean value) {
    return member(name, Boolean.toString(value));
  }

  /** JSON has no NaN and no infinity: they become null. */
  public Json put(String name, double value) {
    return member(name, Double.isFinite(value) ? Double.toString(value) : "null");
  }

  /** The shortest digits that tell the float from its neighbours. */
  public Json put(String name, float value) {
    return member(name, Float.isFinite(value) ? Float.toString(value) : "null");
  }

  /** A list of objects. */
  public Json put(String name, List<Json> values) {
    return member(
        name, values.stream().map(Json::toString).collect(Collectors.joining(",", "[", "]")));
  }

  private Json member(String name, String value) {
    members.add(quote(name) + ":" + value);
    return this;
  }

  private static String quote(String text) {
    var quoted = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  @Override
  public String toString() {
    return members.toString();
  }
}
