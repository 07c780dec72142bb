package dev.flambeau.benchmarks.ratio;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one contender reached at one piece of work in one round; more is better.
 *
 * @param work what was done
 * @param contender who did it
 * @param unit of best and median
 */
record Figure(String work, String contender, String unit, double best, double median) {
  private static final String GFLOPS = "GFLOP/s";
  private static final Pattern NUMBER = Pattern.compile("\"(\\w+)\":(-?\\d[\\d.eE+-]*)");

  /**
   * Reads a line of work, contender, and the object that {@code bench gemm} or {@code bench step}
   * prints, with tabs between.
   */
  static List<Figure> parse(String line) {
    String[] parts = line.split("\t", 3);
    if (parts.length < 3 || !parts[2].startsWith("{")) {
      throw new IllegalArgumentException(
          "figure: work, contender and a JSON object with tabs between, was given '" + line + "'");
    }
    List<Figure> figures = new ArrayList<>();
    String json = parts[2];
    if (json.contains("\"sizes\":")) {
      for (String size : json.substring(json.indexOf('[')).split("(?<=})")) {
        if (size.contains("{")) {
          figures.add(gemm(parts[0], parts[1], size));
        }
      }
    } else {
      figures.add(step(parts[0], parts[1], json));
    }
    return figures;
  }

  private static Figure gemm(String work, String contender, String json) {
    String size =
        String.format(
            Locale.ROOT, "%.0fx%.0fx%.0f", number(json, "m"), number(json, "n"), number(json, "k"));
    return new Figure(
        work + " " + size,
        contender,
        GFLOPS,
        number(json, "gflopsBest"),
        number(json, "gflopsMedian"));
  }

  private static Figure step(String work, String contender, String json) {
    return new Figure(
        work, contender, "steps/s", 1e3 / number(json, "bestMs"), 1e3 / number(json, "medianMs"));
  }

  /** A text member, which has no quote in it. */
  static String text(String json, String member) {
    String[] behind = json.split("\"" + member + "\":\"", 2);
    if (behind.length < 2) {
      throw new IllegalArgumentException("figure: no text \"" + member + "\" in " + json);
    }
    return behind[1].split("\"", 2)[0];
  }

  static double number(String json, String member) {
    Matcher numbers = NUMBER.matcher(json);
    while (numbers.find()) {
      if (numbers.group(1).equals(member)) {
        return Double.parseDouble(numbers.group(2));
      }
    }
    throw new IllegalArgumentException("figure: no number \"" + member + "\" in " + json);
  }
}
