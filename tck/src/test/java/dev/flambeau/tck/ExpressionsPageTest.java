package dev.flambeau.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.op.Composite;
import dev.flambeau.op.Op;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract's table of expressions is what the ops are, line by line. */
class ExpressionsPageTest {
  private static final Path PAGE = Path.of("..", "docs", "numerics.md");

  @Test
  void everyCompositeHasItsExpressionInTheContract() throws IOException {
    String section = Files.readString(PAGE).split("\n## Expressions\n")[1].split("\n## ")[0];
    List<String> rows =
        section.lines().filter(line -> line.startsWith("| ")).skip(1).sorted().toList();
    List<String> expected = composites().stream().map(ExpressionText::row).sorted().toList();
    assertTrue(expected.size() >= 14, () -> "only " + expected);
    assertEquals(String.join("\n", expected), String.join("\n", rows));
  }

  private static List<Class<? extends Op>> composites() {
    return Op.all().stream()
        .filter(Composite.class::isAssignableFrom)
        .filter(op -> op != Composite.Expression.class)
        .toList();
  }
}
