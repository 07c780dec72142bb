package dev.flambeau.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.op.Composite;
import dev.flambeau.op.Op;
import dev.flambeau.tck.cases.Case;
import dev.flambeau.tck.catalogue.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the pages say of the ops is what the ops are. */
class PagesOfOpsTest {
  private static final Path ROOT = Path.of("..");

  /** A part of a file under its path, which a comment names, in a block of code. */
  private static final Pattern PART =
      Pattern.compile("(?ms)^(?://|#) (\\S+/\\S+)\n(.*?)(?=^(?://|#) \\S+/\\S+\n|^```)");

  private static String page(String name) throws IOException {
    return Files.readString(ROOT.resolve("docs").resolve(name));
  }

  private static List<String> rows(String section) {
    return section.lines().filter(line -> line.startsWith("| ")).skip(1).sorted().toList();
  }

  @Test
  void everyCompositeHasItsExpressionInTheContract() throws IOException {
    String section = page("numerics.md").split("\n## Expressions\n")[1].split("\n## ")[0];
    List<String> expected = composites().stream().map(ExpressionText::row).sorted().toList();
    assertTrue(expected.size() >= 14, () -> "only " + expected);
    assertEquals(String.join("\n", expected), String.join("\n", rows(section)));
  }

  private static List<Class<? extends Op>> composites() {
    return Op.all().stream()
        .filter(Composite.class::isAssignableFrom)
        .filter(op -> op != Composite.Expression.class)
        .toList();
  }

  @Test
  void theBackendsPageListsTheOpsWithoutADecomposition() throws IOException {
    String section =
        page("writing-a-backend.md")
            .split("\n## Begin with the required ops\n")[1]
            .split("\n## ")[0];
    Map<String, TreeSet<String>> required = new TreeMap<>();
    for (Case test : Catalogue.cases()) {
      Op op = test.op();
      if (op.decompose(test.types()).isEmpty() && op.viewOffset(test.types()).isEmpty()) {
        required
            .computeIfAbsent(family(op), family -> new TreeSet<>())
            .add(op.getClass().getSimpleName());
      }
    }
    String expected =
        required.entrySet().stream()
            .map(row -> "| `" + row.getKey() + "` | " + String.join(", ", row.getValue()) + " |")
            .collect(Collectors.joining("\n"));
    assertEquals(expected, String.join("\n", rows(section)));
  }

  /** The record's interface; a record that stands alone is its own family. */
  private static String family(Op op) {
    Class<?> outer = op.getClass().getDeclaringClass();
    return (outer == null ? op.getClass() : outer).getSimpleName();
  }

  @Test
  void theOpsPageShowsWhatStandsInTheFiles() throws IOException {
    Matcher part = PART.matcher(page("adding-an-op.md"));
    int parts = 0;
    for (; part.find(); parts++) {
      String file = words(Files.readString(ROOT.resolve(part.group(1))));
      String shown = words(part.group(2));
      assertTrue(file.contains(shown), part.group(1) + " has no longer: " + shown);
    }
    assertTrue(parts >= 17, "only " + parts + " parts of files");
  }

  private static String words(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }
}
