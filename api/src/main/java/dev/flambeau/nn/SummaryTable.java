package dev.flambeau.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The text of a {@link Summary}: names to the left, numbers to the right. */
final class SummaryTable {
  private static final List<String> HEAD =
      List.of("name", "layer or op", "output", "parameters", "multiply-adds", "output bytes");
  private static final int TEXTS = 3;

  private SummaryTable() {}

  static String of(Summary summary) {
    List<List<String>> lines = new ArrayList<>(List.of(HEAD));
    for (Summary.Row row : summary.rows()) {
      lines.add(
          List.of(
              row.name(),
              row.kind(),
              row.output().toString(),
              number(row.parameters()),
              number(row.multiplyAdds()),
              number(row.outputBytes())));
    }
    lines.add(
        List.of(
            "total",
            "",
            "",
            number(summary.parameters()),
            number(summary.multiplyAdds()),
            number(summary.outputBytes())));
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line(line, widths(lines))).append('\n'));
    return text.append(number(summary.trained())).append(" parameters are trained.\n").toString();
  }

  private static int[] widths(List<List<String>> lines) {
    int[] widths = new int[HEAD.size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    return widths;
  }

  private static String line(List<String> cells, int... widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String space = " ".repeat(widths[i] - cells.get(i).length());
      line.append(i == 0 ? "" : "  ");
      line.append(i < TEXTS ? cells.get(i) + space : space + cells.get(i));
    }
    return line.toString().stripTrailing();
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
