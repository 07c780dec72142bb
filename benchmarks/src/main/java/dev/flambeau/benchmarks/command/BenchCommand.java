package dev.flambeau.benchmarks.command;

import dev.flambeau.cli.command.AddedCommand;
import picocli.CommandLine.Command;

/** The commands that time. */
@Command(
    name = "bench",
    description = "Time an op or a training step.",
    footer = {
      "  figures  A page of this machine's figures: the script benchmarks/figures.",
      "  peers  Ours and others at the same work, by turns: the script benchmarks/peers."
    },
    subcommands = {
      GemmCommand.class,
      OpCommand.class,
      ChainCommand.class,
      StepCommand.class,
      LaunchCommand.class,
      StartCommand.class,
      LoadCommand.class
    })
public final class BenchCommand implements AddedCommand {}
