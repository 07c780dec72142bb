package dev.flambeau.benchmarks.ratio;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Ours over each other's, work by work.
 *
 * <p>Where one of us comes in several kinds (threads), the one with the best figure stands for
 * ours; every other contender has a row of its own.
 */
public final class RatioTable {
  /** Contenders of this name, and what stands behind it, are ours. */
  private static final String OURS = "flambeau";

  private static final String ROW = "%-50s %-18s %10s  %-18s %10s %8s %8s";

  private RatioTable() {}

  /** Reads figures, a line each, from standard input, and prints the table. */
  public static void main(String... arguments) throws IOException {
    List<Figure> figures = new ArrayList<>();
    try (var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      in.lines().forEach(line -> figures.addAll(Figure.parse(line)));
    }
    rows(figures).forEach(System.out::println);
  }

  /** A head, then a row for each work and other contender. */
  static List<String> rows(List<Figure> figures) {
    List<String> rows = new ArrayList<>();
    rows.add(row("work", "ours", "best", "other", "best", "ratio", "medians"));
    Map<String, List<Figure>> works =
        figures.stream()
            .collect(
                Collectors.groupingBy(
                    figure -> figure.work() + ", " + figure.unit(),
                    LinkedHashMap::new,
                    Collectors.toList()));
    works.forEach((work, rounds) -> addRows(work, scores(rounds), rows));
    return rows;
  }

  private static Map<String, Score> scores(List<Figure> rounds) {
    return rounds.stream()
        .collect(
            Collectors.groupingBy(
                Figure::contender,
                LinkedHashMap::new,
                Collectors.collectingAndThen(Collectors.toList(), Score::of)));
  }

  private static void addRows(String work, Map<String, Score> scores, List<String> rows) {
    var ours =
        scores.entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(OURS))
            .max(Comparator.comparingDouble(entry -> entry.getValue().best()));
    if (ours.isEmpty()) {
      rows.add(row(work, "none", "", "", "", "", ""));
      return;
    }
    String name = ours.get().getKey();
    Score own = ours.get().getValue();
    scores.forEach(
        (contender, score) -> {
          if (!contender.startsWith(OURS)) {
            rows.add(
                row(
                    work,
                    name,
                    digits(own.best()),
                    contender,
                    digits(score.best()),
                    digits(own.best() / score.best()),
                    digits(own.median() / score.median())));
          }
        });
    if (scores.keySet().stream().allMatch(contender -> contender.startsWith(OURS))) {
      rows.add(row(work, name, digits(own.best()), "none", "", "", ""));
    }
  }

  private static String digits(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private static String row(Object... cells) {
    return String.format(Locale.ROOT, ROW, cells).stripTrailing();
  }
}
