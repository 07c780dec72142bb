package dev.flambeau.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/**
 * What a command line came to.
 *
 * @param status its exit status
 * @param out standard output
 * @param err standard error
 */
public record CommandRun(int status, String out, String err) {
  /** Runs a command line in this process. */
  public static CommandRun of(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int status =
        Main.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new CommandRun(status, out.toString(), err.toString());
  }

  /** The lines of standard output. */
  public List<String> lines() {
    return out.lines().toList();
  }

  /** A member of the JSON object on the last line, as it is written there. */
  public String json(String member) {
    String last = lines().get(lines().size() - 1);
    int start = last.indexOf("\"" + member + "\":") + member.length() + 3;
    return last.substring(start).split("[,}]", 2)[0];
  }
}
