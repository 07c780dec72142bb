package dev.flambeau.cli.mnist;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How pictures are taken. */
final class ImageOptions {
  @Option(
      names = "--invert",
      description =
          "The pictures are dark on light, as ink on paper is: turn them round. MNIST's own are light"
              + " on dark, and a model knows what it was trained on.")
  private boolean inverted;

  @Option(
      names = "--ground",
      paramLabel = "COLOUR",
      converter = Ground.Converter.class,
      description =
          "What shows through transparent pixels: ${COMPLETION-CANDIDATES}. Without it an image"
              + " that has some is refused.")
  private @Nullable Ground ground;

  /** Pixels that are dark where they shall be light. */
  boolean inverted() {
    return inverted;
  }

  @Nullable Ground ground() {
    return ground;
  }
}
