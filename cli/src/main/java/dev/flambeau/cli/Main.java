package dev.flambeau.cli;

import dev.flambeau.cli.bench.BenchCommand;
import dev.flambeau.cli.command.RestartedException;
import dev.flambeau.cli.conformance.ConformanceCommand;
import dev.flambeau.cli.mnist.PredictCommand;
import dev.flambeau.cli.sweep.SweepCommand;
import dev.flambeau.cli.tune.TuneCommand;
import dev.flambeau.op.FlambeauException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** The command line. What a user can mend is one line on standard error and exit status 2. */
@Command(
    name = "flambeau",
    version = "Flambeau 0.1.0-SNAPSHOT",
    description =
        "Deep learning for the JVM on any OpenCL device, with the same bits on every one.",
    subcommands = {
      DevicesCommand.class,
      TrainCommand.class,
      PredictCommand.class,
      ConformanceCommand.class,
      SweepCommand.class,
      BenchCommand.class,
      TuneCommand.class
    })
public final class Main {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this and exit.")
  private boolean help;

  @Option(names = "--version", versionHelp = true, description = "Show the version and exit.")
  private boolean version;

  private Main() {}

  /** Runs one command and exits with its status. */
  public static void main(String... args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setParameterExceptionHandler(Main::refuse)
        .setExecutionExceptionHandler(Main::fail);
  }

  private static int refuse(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    return refuse(
        command,
        e.getMessage() + ". See: ./" + command.getCommandSpec().qualifiedName() + " --help");
  }

  /** A stack trace is for mistakes of our own. */
  private static int fail(Exception e, CommandLine command, ParseResult result) throws Exception {
    if (e instanceof RestartedException restarted) {
      return restarted.status();
    }
    if (e instanceof FlambeauException) {
      return refuse(command, e.getMessage());
    }
    if (e instanceof NoSuchFileException) {
      return refuse(command, "No such file: " + e.getMessage());
    }
    if (e instanceof IOException || e instanceof UncheckedIOException) {
      return refuse(command, e.toString());
    }
    throw e;
  }

  private static int refuse(CommandLine command, String message) {
    command.getErr().println(message.replaceAll("\\s*\\R\\s*", " "));
    command.getErr().flush();
    return ExitCode.USAGE;
  }
}
