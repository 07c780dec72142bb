package dev.flambeau.cli.command;

import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Where a command speaks: lines for people and a progress bar, or with {@code --json} one last line
 * for programs, with nothing else on standard output.
 */
public final class Output {
  private static final String CLEAR_LINE = "\r\u001b[K";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--json",
      description = "Print one JSON object on standard output, all else on standard error.")
  private boolean json;

  /** A line for people. */
  public void line(String format, Object... values) {
    if (showsBars()) {
      System.err.print(CLEAR_LINE); // of a bar, which is drawn again below the line
    }
    PrintWriter writer = json ? err() : spec.commandLine().getOut();
    writer.println(String.format(Locale.ROOT, format, values));
    writer.flush();
  }

  /** A line on standard error: something did not work that the run can do without. */
  public void warn(String message) {
    err().println(OneLine.of(message));
    err().flush();
  }

  /** The line for programs, where it was asked for. */
  public void result(Json result) {
    if (json) {
      spec.commandLine().getOut().println(result);
      spec.commandLine().getOut().flush();
    }
  }

  /** A bar on a terminal; nothing with {@code --json} or where no one looks. */
  public Progress progress(String task, long steps) {
    return Progress.of(task, steps, showsBars());
  }

  private boolean showsBars() {
    return !json && Boolean.getBoolean("flambeau.terminal"); // as the launcher found it
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
