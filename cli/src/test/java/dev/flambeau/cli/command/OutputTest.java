package dev.flambeau.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class OutputTest {
  @Command
  private static final class Host implements Runnable {
    @Mixin private Output output = new Output();

    @Override
    public void run() {
      try (Progress progress = output.progress("work", 2)) {
        progress.step();
        progress.step();
      }
      output.line("%.1f", 1.5);
      output.result(new Json().put("a", 1));
    }
  }

  private final ByteArrayOutputStream bar = new ByteArrayOutputStream();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final PrintStream systemErr = System.err;

  @BeforeEach
  void captureTheBar() {
    System.setErr(new PrintStream(bar, true));
  }

  @AfterEach
  void restore() {
    System.setErr(systemErr);
    System.clearProperty("flambeau.terminal");
  }

  private void run(boolean terminal, String... arguments) {
    System.setProperty("flambeau.terminal", Boolean.toString(terminal));
    new CommandLine(new Host())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  @Test
  void linesGoToStandardOutput() {
    run(false);
    assertEquals("1.5" + System.lineSeparator(), out.toString());
    assertEquals("", err.toString());
    assertEquals(0, bar.size());
  }

  @Test
  void withJsonTheObjectStandsAlone() {
    run(false, "--json");
    assertEquals("{\"a\":1}" + System.lineSeparator(), out.toString());
    assertEquals("1.5" + System.lineSeparator(), err.toString());
  }

  @Test
  void aTerminalHasABar() {
    run(true);
    assertTrue(bar.toString().contains("work"), bar.toString());
  }

  @Test
  void withJsonThereIsNoBar() {
    run(true, "--json");
    assertEquals(0, bar.size());
  }
}
