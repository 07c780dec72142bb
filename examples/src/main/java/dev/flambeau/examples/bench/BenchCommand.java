package dev.flambeau.examples.bench;

import picocli.CommandLine.Command;

/** The commands that time. */
@Command(
    name = "bench",
    description = "Time an op or a training step.",
    subcommands = {GemmCommand.class, StepCommand.class})
public final class BenchCommand {}
