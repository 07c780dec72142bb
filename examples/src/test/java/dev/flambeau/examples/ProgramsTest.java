package dev.flambeau.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The programs to copy run, and learn what they are to learn. */
class ProgramsTest {
  private static final Pattern LOSS = Pattern.compile("(?:loss|validation) (\\d+\\.\\d+)");

  private interface Main {
    void run() throws Exception;
  }

  private static String printed(Main main) throws Exception {
    PrintStream out = System.out;
    var printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      main.run();
    } finally {
      System.setOut(out);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  /** The losses that a program prints: the last of them is small. */
  private static void assertLearns(double most, Main main) throws Exception {
    String text = printed(main);
    Matcher loss = LOSS.matcher(text);
    double last = Double.NaN;
    while (loss.find()) {
      last = Double.parseDouble(loss.group(1));
    }
    assertTrue(last < most, text);
  }

  @Test
  void regression() throws Exception {
    assertLearns(0.01, Regression::main);
  }

  @Test
  void sequence() throws Exception {
    assertLearns(0.05, Sequence::main);
  }

  @Test
  void ownLayerAndLoss() throws Exception {
    assertLearns(0.35, OwnLayerAndLoss::main);
  }

  @Test
  void fineTuning() throws Exception {
    assertLearns(0.6, FineTuning::main);
    assertTrue(printed(FineTuning::main).contains("loaded [body.0.weight, body.0.bias"));
  }

  @Test
  void aResumedRunEndsWithTheSameWeights() throws Exception {
    List<String> lines = printed(ResumedRun::main).lines().toList();
    assertEquals(2, lines.size());
    assertEquals(
        lines.get(0).replace("whole", "").strip(), lines.get(1).replace("resumed", "").strip());
  }
}
