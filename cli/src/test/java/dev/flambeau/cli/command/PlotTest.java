package dev.flambeau.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.cli.command.Plot.Curve;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class PlotTest {
  private static final List<Curve> CURVES =
      List.of(
          new Curve("left", new double[] {1, 2}, new double[] {3, 4}, 0),
          new Curve("right", new double[] {1, 2}, new double[] {0.5, 0.9}, 1));

  @TempDir private Path folder = Path.of("");

  @Command
  private static final class Host {
    @Mixin private Output output = new Output();
  }

  private String save(Path file) {
    Host host = new Host();
    StringWriter err = new StringWriter();
    new CommandLine(host).setErr(new PrintWriter(err));
    Plot.save(file, "title", "x", CURVES, host.output);
    return err.toString();
  }

  @Test
  void curvesBecomeAPng() throws IOException {
    Path file = folder.resolve("plot.png");
    assertEquals("", save(file));
    assertEquals(900, ImageIO.read(file.toFile()).getWidth());
  }

  @Test
  void aPictureThatCannotBeDrawnCostsOneLine() {
    Path file = folder.resolve("missing/plot.png");
    String err = save(file);
    assertTrue(err.startsWith("No picture in " + file + ": "), err);
    assertEquals(1, err.lines().count());
  }
}
