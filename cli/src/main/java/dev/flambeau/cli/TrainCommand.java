package dev.flambeau.cli;

import dev.flambeau.cli.mnist.TrainMnistCommand;
import dev.flambeau.cli.pictures.TrainImagesCommand;
import dev.flambeau.cli.sine.TrainSineCommand;
import picocli.CommandLine.Command;

/** What trains. */
@Command(
    name = "train",
    description = "Train a network.",
    subcommands = {TrainMnistCommand.class, TrainImagesCommand.class, TrainSineCommand.class})
final class TrainCommand {}
