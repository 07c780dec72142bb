package dev.flambeau.cli.training;

import dev.flambeau.cli.command.Target;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a trained classifier is written. */
public final class SaveOptions {
  @Option(
      names = "--save",
      paramLabel = "FILE",
      description =
          "The trained model, as safetensors, for predict. It is written once, at the end: a run"
              + " that is stopped before, by Ctrl-C or SIGTERM, leaves none.")
  private @Nullable Path save;

  /** The model's file, looked at before the run begins; null where none was asked for. */
  public @Nullable Target checked() {
    return Target.checked("--save", save);
  }
}
