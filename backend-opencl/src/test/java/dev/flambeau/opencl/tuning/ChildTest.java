package dev.flambeau.opencl.tuning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Processes that answer, crash and hang, and what becomes of the question after. */
class ChildTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(300);

  /** Answers by what it is asked, as no driver should. */
  private static final String SHELL =
      "while read what; do case $what in"
          + " hang) sleep 600;;"
          + " crash) kill -SEGV $$;;"
          + " end) exit 0;;"
          + " *) echo noise of a driver; echo flambeau-trial $what;;"
          + " esac; done";

  private static Child child() {
    return new Child(List.of("sh", "-c", SHELL));
  }

  @ParameterizedTest
  @CsvSource({"hang,HANGS", "crash,CRASHES", "end,CRASHES"})
  void aProcessThatIsLostIsReplaced(String question, Verdict verdict) {
    try (Child child = child()) {
      assertEquals(new Child.Answer("one", Verdict.RIGHT), child.ask("one", LONG));
      Duration patience = verdict == Verdict.HANGS ? SHORT : LONG;
      assertEquals(new Child.Answer(null, verdict), child.ask(question, patience));
      assertEquals(new Child.Answer("two", Verdict.RIGHT), child.ask("two", LONG));
    }
  }

  @Test
  void aProcessThatEndsAtOnceIsSaidToCrash() {
    try (Child child = new Child(List.of("sh", "-c", "exit 1"))) {
      assertEquals(new Child.Answer(null, Verdict.CRASHES), child.ask("one", LONG));
      assertEquals(new Child.Answer(null, Verdict.CRASHES), child.ask("two", LONG));
    }
  }
}
