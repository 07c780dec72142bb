package dev.flambeau.cli.pictures;

import dev.flambeau.cli.command.Failure;
import dev.flambeau.cli.command.OneLine;
import dev.flambeau.images.Picture;
import dev.flambeau.images.PictureReader;
import dev.flambeau.op.FlambeauException;
import dev.flambeau.tensor.Device;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine;

/** Says of pictures which class they are of, a line each, the likeliest classes first. */
public final class PictureAnswers {
  private static final int SAID = 5;

  private final PictureClassifier classifier;
  private final Device device;
  private final CommandLine commandLine;

  public PictureAnswers(PictureClassifier classifier, Device device, CommandLine commandLine) {
    this.classifier = classifier;
    this.device = device;
    this.commandLine = commandLine;
  }

  /** Answers for all that can be read; gives the exit status. */
  public int all(List<String> pictures) {
    int status = 0;
    for (String picture : pictures) {
      status = Math.max(status, answered(picture));
    }
    return status;
  }

  private int answered(String name) {
    Picture picture;
    try {
      picture = PictureReader.rgb().ground(0xFFFFFF).read(Path.of(name));
    } catch (FlambeauException | IOException | InvalidPathException e) {
      commandLine.getErr().println(Failure.of(e).message());
      commandLine.getErr().flush();
      return Failure.REFUSED;
    }
    float[] probabilities = classifier.probabilities(picture, device);
    boolean areNumbers =
        IntStream.range(0, probabilities.length).noneMatch(i -> Float.isNaN(probabilities[i]));
    List<Integer> likeliest =
        IntStream.range(0, probabilities.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -probabilities[i]))
            .toList();
    String answer =
        areNumbers
            ? classifier.classes().get(likeliest.get(0))
            : "no class, since the model gives NaN";
    String list =
        likeliest.stream()
            .limit(SAID)
            .map(
                i ->
                    String.format(
                        Locale.ROOT, "%s: %.4f", classifier.classes().get(i), probabilities[i]))
            .collect(Collectors.joining(", ", "(", ")"));
    commandLine.getOut().println(OneLine.of(name) + "  " + answer + "  " + list);
    commandLine.getOut().flush();
    return areNumbers ? 0 : Failure.NO_GOOD;
  }
}
