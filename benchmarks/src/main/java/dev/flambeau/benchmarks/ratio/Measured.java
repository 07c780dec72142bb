package dev.flambeau.benchmarks.ratio;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;

/**
 * A bench command's figures of one round.
 *
 * @param work device, threads and command, as cells of a table
 * @param unit of best and median
 * @param beside further figures of the same run, for people
 */
record Measured(String work, String unit, double best, double median, String beside) {
  private static final String GFLOPS = "GFLOP/s";
  private static final MathContext THREE_DIGITS = new MathContext(3);

  /** Reads a command and what it printed with {@code --json}, a tab between. */
  static List<Measured> parse(String line) {
    String[] parts = line.split("\t", 2);
    if (parts.length < 2 || !parts[1].startsWith("{")) {
      throw new IllegalArgumentException(
          "figures: a command and a JSON object with a tab between, was given '" + line + "'");
    }
    String json = parts[1];
    String work =
        String.format(
            Locale.ROOT,
            "%s | %.0f | `%s`",
            Figure.text(json, "device"),
            Figure.number(json, "threads"),
            parts[0]);
    if (json.contains("\"sizes\":")) {
      return Figure.parse(work + "\t\t" + json).stream().map(Measured::product).toList();
    }
    return List.of(timed(work, json));
  }

  private static Measured product(Figure figure) {
    return new Measured(figure.work(), GFLOPS, figure.best(), figure.median(), "");
  }

  private static Measured timed(String work, String json) {
    if (json.contains("\"chainBestMs\":")) {
      return of(work, "ms", json, "chainBestMs", "chainMedianMs", copies(json));
    }
    if (json.contains("\"firstStepMs\":")) {
      String open = with(json, "device open after %s ms", "openMs");
      return of(work, "ms", json, "firstStepMs", "firstStepMs", open);
    }
    if (json.contains("\"bestNs\":")) {
      return of(work, "ns", json, "bestNs", "medianNs", "");
    }
    String cost =
        with(json, "floor %s ms, ", "floorMs")
            + with(json, "%s launches, ", "launches")
            + with(json, "%s bytes of heap", "heapBytesPerStep");
    return of(work, "ms", json, "bestMs", "medianMs", cost);
  }

  private static String copies(String json) {
    String copies =
        with(json, "copy %s ms, ", "copyBestMs")
            + digits(Figure.number(json, "chainBestMs") / Figure.number(json, "copyBestMs"))
            + " times it";
    return json.contains("\"slowOpsFromCacheMs\":")
        ? copies + with(json, "; slow ops from cache %s ms", "slowOpsFromCacheMs")
        : copies;
  }

  private static Measured of(
      String work, String unit, String json, String best, String median, String beside) {
    return new Measured(work, unit, Figure.number(json, best), Figure.number(json, median), beside);
  }

  private static String with(String json, String format, String member) {
    return String.format(Locale.ROOT, format, digits(Figure.number(json, member)));
  }

  /** Three significant digits; whole numbers are whole. */
  static String digits(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : new BigDecimal(value).round(THREE_DIGITS).toPlainString();
  }

  /** The faster of two rounds. */
  Measured better(Measured other) {
    boolean more = unit.equals(GFLOPS);
    return (other.best > best) == more ? other : this;
  }
}
