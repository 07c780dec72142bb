package dev.flambeau.benchmarks.ratio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RatioTableTest {
  /** The rows without their head, runs of blanks as one. */
  private static List<String> rows(String... lines) {
    List<Figure> figures =
        Stream.of(lines).flatMap(line -> Figure.parse(line).stream()).collect(Collectors.toList());
    return RatioTable.rows(figures).stream().skip(1).map(row -> row.replaceAll(" +", " ")).toList();
  }

  private static String step(String contender, double best, double median) {
    return "step rnn\t%s\t{\"name\":\"rnn\",\"bestMs\":%s,\"medianMs\":%s,\"floorMs\":null}"
        .formatted(contender, best, median);
  }

  @Test
  void theBestOfAllRoundsAndTheMedianOfTheirMedians() {
    assertEquals(
        List.of("step rnn, steps/s flambeau 1000.00 djl 250.00 4.00 2.50"),
        rows(
            step("flambeau", 1, 2),
            step("djl", 8, 10),
            step("flambeau", 2, 2),
            step("djl", 4, 5),
            step("flambeau", 4, 4),
            step("djl", 5, 5)));
  }

  @Test
  void theBestOfOursMeetsEachOther() {
    assertEquals(
        List.of(
            "step rnn, steps/s flambeau, 2 threads 1000.00 djl 500.00 2.00 2.00",
            "step rnn, steps/s flambeau, 2 threads 1000.00 python 2000.00 0.50 0.50"),
        rows(
            step("flambeau, 1 thread", 2, 2),
            step("flambeau, 2 threads", 1, 1),
            step("djl", 2, 2),
            step("python", 0.5, 0.5)));
  }

  @Test
  void everySizeIsAWorkOfItsOwn() {
    String json =
        "{\"device\":\"cpu\",\"threads\":1,\"sizes\":["
            + "{\"m\":4,\"n\":5,\"k\":6,\"gflopsBest\":%s,\"gflopsMedian\":1.5E1},"
            + "{\"m\":7,\"n\":7,\"k\":7,\"gflopsBest\":%<s,\"gflopsMedian\":15.0}]}";
    assertEquals(
        List.of(
            "gemm nn 4x5x6, GFLOP/s flambeau 20.00 openblas 40.00 0.50 1.00",
            "gemm nn 7x7x7, GFLOP/s flambeau 20.00 openblas 40.00 0.50 1.00"),
        rows(
            "gemm nn\tflambeau\t" + json.formatted(20.0),
            "gemm nn\topenblas\t" + json.formatted("4.0E1")));
  }

  @Test
  void whoeverIsMissingIsNamed() {
    assertEquals(List.of("step rnn, steps/s flambeau 1000.00 none"), rows(step("flambeau", 1, 1)));
    assertEquals(List.of("step rnn, steps/s none"), rows(step("djl", 1, 1)));
  }

  @Test
  void anythingElseIsRefused() {
    var line = assertThrows(IllegalArgumentException.class, () -> Figure.parse("step\tdjl\toops"));
    assertEquals(
        "figure: work, contender and a JSON object with tabs between, was given"
            + " 'step\tdjl\toops'",
        line.getMessage());
    var member =
        assertThrows(IllegalArgumentException.class, () -> Figure.parse("s\tdjl\t{\"bestMs\":1}"));
    assertEquals("figure: no number \"medianMs\" in {\"bestMs\":1}", member.getMessage());
  }
}
