package dev.flambeau.tck.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is read from the evidence, and what is said of a file that is none. */
class EvidenceTest {
  private static final String ALL = "all " + "0f".repeat(32);
  private static final String DIGEST = "fedcba9876543210";

  private static List<String> lines() {
    List<String> lines = new ArrayList<>(Collections.nCopies(4096, DIGEST));
    lines.add(0, "# comment");
    lines.add(1, ALL);
    return lines;
  }

  private static String refused(List<String> lines) {
    return assertThrows(IllegalStateException.class, () -> Evidence.parse("exp.sha256", lines))
        .getMessage();
  }

  @ParameterizedTest
  @EnumSource
  void isThereForEachFunction(ExactFunction function) {
    Evidence evidence = Evidence.of(function);
    assertEquals(64, evidence.sha256().length());
    assertEquals(4096, evidence.digests().size());
  }

  @Test
  void isReadByLines() {
    List<String> lines = lines();
    lines.set(2 + 4095, "0000000000000001");
    Evidence evidence = Evidence.parse("exp.sha256", lines);
    assertEquals("0f".repeat(32), evidence.sha256());
    assertEquals(0xfedcba9876543210L, evidence.digest(0));
    assertEquals(1, evidence.digest(4095));
    assertThrows(IndexOutOfBoundsException.class, () -> evidence.digest(4096));
  }

  @Test
  void refusesAFileWithoutTheWholeDigest() {
    List<String> lines = lines();
    lines.remove(1);
    assertEquals(
        "exp.sha256, line 2: expected 'all' and 64 hexadecimal digits, found 'fedcba9876543210'",
        refused(lines));
  }

  @Test
  void refusesALineThatIsNoDigest() {
    List<String> lines = lines();
    lines.set(10, "fedcba987654321x");
    assertEquals(
        "exp.sha256, line 11: expected 16 hexadecimal digits, found 'fedcba987654321x'",
        refused(lines));
  }

  @Test
  void refusesAFileThatEndsEarly() {
    assertEquals(
        "exp.sha256: expected the digests of 4096 blocks, found 4094",
        refused(lines().subList(0, 4096)));
  }
}
