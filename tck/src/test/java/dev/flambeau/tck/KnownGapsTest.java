package dev.flambeau.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flambeau.tck.Result.Status;
import dev.flambeau.tck.cases.Case;
import dev.flambeau.tck.catalogue.Catalogue;
import java.util.List;
import org.junit.jupiter.api.Test;

class KnownGapsTest {
  private static final List<Case> CASES = Catalogue.cases();

  private static Case named(String name) {
    return CASES.stream().filter(test -> test.name().equals(name)).findFirst().orElseThrow();
  }

  private static final Result RELU = Result.failed(named("relu (17), BITS"), "differs");
  private static final Result ADD = Result.failed(named("add (17) × (17), WIDE"), "differs");
  private static final Result EXP = Result.passed(named("exp (17), WIDE"));
  private static final List<Result> RESULTS = List.of(RELU, ADD, EXP);

  @Test
  void aFailureThatIsCoveredIsKnown() {
    KnownGaps gaps = KnownGaps.of(List.of("# Until spring.", "", "relu*BITS: no NaN yet"));
    List<Result> judged = gaps.excuse(RESULTS);
    assertEquals(
        List.of(Status.KNOWN_GAP, Status.FAILED, Status.PASSED),
        judged.stream().map(Result::status).toList());
    assertEquals("no NaN yet", judged.get(0).message());
    assertEquals(List.of(), gaps.closed(judged));
  }

  @Test
  void aGapThatPassesIsReported() {
    KnownGaps gaps = KnownGaps.of(List.of("exp*: too hard", "relu (17), BITS: no NaN yet"));
    assertEquals(
        List.of("\"exp*\" is a gap no more, take it out: too hard"),
        gaps.closed(gaps.excuse(RESULTS)));
  }

  @Test
  void aPatternIsNoRegularExpression() {
    KnownGaps gaps = KnownGaps.of(List.of("relu (1.), BITS: a dot is a dot"));
    assertEquals(RESULTS, gaps.excuse(RESULTS));
  }

  @Test
  void aGapNeedsAReason() {
    Exception refused =
        assertThrows(
            IllegalArgumentException.class, () -> KnownGaps.of(List.of("relu*", "exp*: ")));
    assertEquals(
        "known gaps: \"relu*\" gives no reason. Write \"pattern: reason\".", refused.getMessage());
  }
}
