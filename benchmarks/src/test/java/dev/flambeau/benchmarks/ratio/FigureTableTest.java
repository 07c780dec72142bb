package dev.flambeau.benchmarks.ratio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FigureTableTest {
  private static List<String> rows(String... lines) {
    return FigureTable.rows(
            Stream.of(lines).flatMap(line -> Measured.parse(line).stream()).toList())
        .stream()
        .skip(2)
        .toList();
  }

  private static String json(String members) {
    return "{\"name\":\"x\",\"device\":\"cpu\",\"threads\":2," + members + "}";
  }

  private static String step(double best, double median, int launches) {
    return "step rnn\t"
        + json(
            "\"mode\":\"captured\",\"bestMs\":%s,\"medianMs\":%s,\"maxMs\":9.0,\"launches\":%s,\"heapBytesPerStep\":24,\"floorMs\":0.25"
                .formatted(best, median, launches));
  }

  @Test
  void theBestRoundAndTheMedianOfTheMedians() {
    assertEquals(
        List.of(
            "| cpu | 2 | `step rnn` | 0.123 ms | 3 ms | floor 0.25 ms, 7 launches, 24 bytes of heap |"),
        rows(step(0.5, 9, 8), step(0.12345, 3, 7), step(1, 2, 9)));
  }

  @Test
  void everyCommandHasARowOfItsOwn() {
    assertEquals(
        List.of(
            "| cpu | 2 | `op add` | 312 ns | 350 ns |  |",
            "| cpu | 2 | `chain functions` | 12 ms | 14 ms | copy 8 ms, 1.5 times it; slow ops from"
                + " cache 9.5 ms |",
            "| cpu | 2 | `start mlp-16` | 700 ms | 700 ms | device open after 120 ms |",
            "| cpu | 2 | `gemm nn` 4x5x6 | 20 GFLOP/s | 15 GFLOP/s |  |",
            "| cpu | 2 | `gemm nn` 7x7x7 | 40 GFLOP/s | 30 GFLOP/s |  |"),
        rows(
            "op add\t" + json("\"bestNs\":312.0,\"medianNs\":350.0"),
            "chain functions\t"
                + json(
                    "\"chainBestMs\":12.0,\"chainMedianMs\":14.0,\"copyBestMs\":8.0,"
                        + "\"copyMedianMs\":8.5,\"slowOpsFromCacheMs\":9.5"),
            "start mlp-16\t" + json("\"openMs\":120.0,\"firstStepMs\":700.0"),
            "gemm nn\t"
                + json(
                    "\"sizes\":[{\"m\":4,\"n\":5,\"k\":6,\"gflopsBest\":20.0,\"gflopsMedian\":15.0},"
                        + "{\"m\":7,\"n\":7,\"k\":7,\"gflopsBest\":40.0,\"gflopsMedian\":30.0}]")));
  }

  @Test
  void moreIsBetterForProductsAlone() {
    String gemm =
        "gemm nn\t"
            + json("\"sizes\":[{\"m\":4,\"n\":4,\"k\":4,\"gflopsBest\":%s,\"gflopsMedian\":5.0}]");
    assertEquals(
        List.of("| cpu | 2 | `gemm nn` 4x4x4 | 30 GFLOP/s | 5 GFLOP/s |  |"),
        rows(gemm.formatted("20.0"), gemm.formatted("30.0")));
  }

  @Test
  void anythingElseIsRefused() {
    var line = assertThrows(IllegalArgumentException.class, () -> Measured.parse("step oops"));
    assertEquals(
        "figures: a command and a JSON object with a tab between, was given 'step oops'",
        line.getMessage());
    var member =
        assertThrows(IllegalArgumentException.class, () -> Measured.parse("step\t{\"bestMs\":1}"));
    assertEquals("figure: no text \"device\" in {\"bestMs\":1}", member.getMessage());
  }
}
