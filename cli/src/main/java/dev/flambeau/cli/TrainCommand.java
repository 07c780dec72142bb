package dev.flambeau.cli;

import dev.flambeau.cli.mnist.TrainMnistCommand;
import dev.flambeau.cli.sine.TrainSineCommand;
import picocli.CommandLine.Command;

/** The examples that train. */
@Command(
    name = "train",
    description = "Train an example.",
    subcommands = {TrainMnistCommand.class, TrainSineCommand.class})
final class TrainCommand {}
