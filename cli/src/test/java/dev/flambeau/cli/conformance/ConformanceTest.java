package dev.flambeau.cli.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.cli.CommandRun;
import org.junit.jupiter.api.Test;

class ConformanceTest {
  @Test
  void itCountsWhatDiffers() {
    CommandRun run = CommandRun.of("conformance --every 100 --device cpu --json".split(" "));
    assertEquals(0, run.status(), run.err());
    assertTrue(
        run.out().strip().matches("\\{\"device\":\"cpu\",\"cases\":[1-9]\\d+,\"failed\":0\\}"),
        run.out());
  }
}
