package dev.flambeau.cli.command;

import dev.flambeau.io.Checkpoint;
import dev.flambeau.io.FileException;
import dev.flambeau.nn.Module;
import dev.flambeau.op.FlambeauException;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file that a run is to leave behind: looked at before the run begins, written when all else is
 * done and told.
 *
 * @param option the option that names it
 */
public record Target(String option, Path file) {
  /** Writes the file's content. */
  @FunctionalInterface
  public interface Writer {
    void write(Path file) throws IOException;
  }

  /** One that can be written as far as is known; null where no file was asked for. */
  public static @Nullable Target checked(String option, @Nullable Path file) {
    if (file == null) {
      return null;
    }
    Target target = new Target(option, file);
    target.check();
    return target;
  }

  /** Refuses two options that name one file. */
  public static void checkApart(@Nullable Target one, @Nullable Target other) {
    if (one != null
        && other != null
        && one.file()
            .toAbsolutePath()
            .normalize()
            .equals(other.file().toAbsolutePath().normalize())) {
      throw new UserException(
          one.option() + " and " + other.option() + " name one file, " + one.file() + ".");
    }
  }

  private void check() {
    refuse(() -> Checkpoint.checkWritable(file));
  }

  /** Refuses a file for a model that there is no room for. */
  public void checkRoomFor(Module model) {
    refuse(() -> Checkpoint.checkWritable(model, file));
  }

  private void refuse(Runnable check) {
    try {
      check.run();
    } catch (FileException e) {
      throw new UserException(option + " " + e.getMessage(), e);
    }
  }

  /** Writes it; if that fails, one line says so, and the run's other files are still written. */
  public boolean written(Writer writer, Output output) {
    try {
      writer.write(file);
      return true;
    } catch (IOException | FlambeauException | Error e) {
      // Errors too: lack of memory, and what lack of fonts or of AWT's libraries becomes.
      output.warn(option + " " + file + " is not written: " + Failure.of(e).message());
      return false;
    }
  }
}
