package dev.flambeau.cli;

import dev.flambeau.cli.command.AddedCommand;
import dev.flambeau.cli.command.Failure;
import dev.flambeau.cli.command.FileName;
import dev.flambeau.cli.command.OneLine;
import dev.flambeau.cli.command.RestartedException;
import dev.flambeau.cli.conformance.ConformanceCommand;
import dev.flambeau.cli.mnist.PredictCommand;
import dev.flambeau.cli.sweep.SweepCommand;
import dev.flambeau.cli.tune.TuneCommand;
import java.net.URL;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;

/** The command line. What fails is one line on standard error, never a stack trace. */
@Command(
    name = "flambeau",
    version = "Flambeau 0.1.0-SNAPSHOT",
    description =
        "Deep learning for the JVM on any OpenCL device, with the same bits on every one.",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:done",
      "1:the run came to its end, and its result is no good: the training diverged, a model gave"
          + " NaN, results differ; or a mistake in Flambeau itself",
      "2:what was asked for cannot be done or written; one line on standard error says why",
      "141:the reader of standard output, as head, was gone"
    },
    subcommands = {
      DevicesCommand.class,
      TrainCommand.class,
      PredictCommand.class,
      ConformanceCommand.class,
      SweepCommand.class,
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
    Locale.setDefault(Locale.ROOT); // the words are English, so are the digits
    checkPlace(Main.class.getProtectionDomain().getCodeSource().getLocation());
    StandardOutput output = StandardOutput.install();
    CommandLine commandLine = commandLine();
    System.exit(output.status(commandLine.execute(args), commandLine.getErr()));
  }

  /** Java's own URLs of what is in a jar end a folder's name at the first {@code !/}. */
  private static void checkPlace(URL jar) {
    if (jar.getPath().contains("!/")) {
      System.err.println("Java finds nothing in a jar whose folder's name ends in !: move " + jar);
      System.exit(Failure.REFUSED);
    }
  }

  /** All commands, those that other modules add at the end. */
  public static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new Main());
    ServiceLoader.load(AddedCommand.class).forEach(commandLine::addSubcommand);
    return commandLine
        .registerConverter(Path.class, new FileName())
        .setExpandAtFiles(false) // @x.png is a file like any other
        .setExecutionStrategy(Main::execute)
        .setParameterExceptionHandler(Main::refuse)
        .setExecutionExceptionHandler(Main::fail);
  }

  /** Errors too have a line of their own: lack of memory is the user's to mend. */
  private static int execute(ParseResult parsed) {
    try {
      return new RunLast().execute(parsed);
    } catch (Error e) {
      throw new ExecutionException(parsed.commandSpec().commandLine(), "an error", e);
    }
  }

  private static int refuse(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    String help = ". See: ./" + command.getCommandSpec().qualifiedName() + " --help";
    String message = OneLine.of(e.getMessage()).replaceFirst("\\.$", "");
    return tell(command, new Failure(Failure.REFUSED, message + help));
  }

  private static int fail(Exception e, CommandLine command, ParseResult result) {
    if (e instanceof RestartedException restarted) {
      return restarted.status();
    }
    Throwable thrown =
        e instanceof ExecutionException ? Objects.requireNonNullElse(e.getCause(), e) : e;
    if (Boolean.getBoolean("flambeau.trace")) {
      thrown.printStackTrace(command.getErr());
    }
    return tell(command, Failure.of(thrown));
  }

  private static int tell(CommandLine command, Failure failure) {
    command.getErr().println(failure.message());
    command.getErr().flush();
    return failure.status();
  }
}
