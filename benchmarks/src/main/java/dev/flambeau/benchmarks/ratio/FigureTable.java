package dev.flambeau.benchmarks.ratio;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A machine's figures as a table in Markdown, from what bench commands printed by turns. */
public final class FigureTable {
  private static final String HEAD = "| device | threads | bench | best | median | beside it |";
  private static final String RULE = "|---|---|---|---|---|---|";

  private FigureTable() {}

  /** Reads a command and its JSON object a line, a tab between, and prints the table. */
  public static void main(String... arguments) throws IOException {
    List<Measured> rounds = new ArrayList<>();
    try (var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      in.lines().forEach(line -> rounds.addAll(Measured.parse(line)));
    }
    rows(rounds).forEach(System.out::println);
  }

  /** A head, then a row for each device, number of threads and command, in the order they came. */
  static List<String> rows(List<Measured> rounds) {
    Map<String, List<Measured>> byWork = new LinkedHashMap<>();
    for (Measured round : rounds) {
      byWork.computeIfAbsent(round.work(), work -> new ArrayList<>()).add(round);
    }
    List<String> rows = new ArrayList<>(List.of(HEAD, RULE));
    byWork.forEach((work, same) -> rows.add(row(work, same)));
    return rows;
  }

  private static String row(String work, List<Measured> rounds) {
    Measured best = rounds.stream().reduce(Measured::better).orElseThrow();
    double[] medians = rounds.stream().mapToDouble(Measured::median).sorted().toArray();
    int size = medians.length;
    double median = (medians[(size - 1) / 2] + medians[size / 2]) / 2;
    String unit = " " + best.unit();
    return "| "
        + String.join(
            " | ",
            work,
            Measured.digits(best.best()) + unit,
            Measured.digits(median) + unit,
            best.beside())
        + " |";
  }
}
