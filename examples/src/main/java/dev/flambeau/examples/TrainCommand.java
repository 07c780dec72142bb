package dev.flambeau.examples;

import dev.flambeau.examples.mnist.TrainMnistCommand;
import dev.flambeau.examples.sine.TrainSineCommand;
import picocli.CommandLine.Command;

/** The examples that train. */
@Command(
    name = "train",
    description = "Train an example.",
    subcommands = {TrainMnistCommand.class, TrainSineCommand.class})
final class TrainCommand {}
