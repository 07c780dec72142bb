package dev.flambeau.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flambeau.cli.command.Plot.Curve;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotTest {
  private static final List<Curve> CURVES =
      List.of(
          new Curve("left", new double[] {1, 2}, new double[] {3, 4}, 0),
          new Curve("right", new double[] {1, 2}, new double[] {0.5, 0.9}, 1));

  @TempDir private Path folder = Path.of("");

  private static void save(Path file) throws IOException {
    Plot.save(file, "title", "x", CURVES);
  }

  @Test
  void curvesBecomeAPng() throws IOException {
    Path file = folder.resolve("plot.png");
    save(file);
    assertEquals(900, ImageIO.read(file.toFile()).getWidth());
  }

  @Test
  void aPictureThatCannotBeWrittenIsAnError() {
    Path file = folder.resolve("missing/plot.png");
    assertThrows(NoSuchFileException.class, () -> save(file));
  }
}
