package dev.flambeau.cli.command;

import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.YAxisPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Curves over one axis, as a PNG file. */
public final class Plot {
  /**
   * A curve.
   *
   * @param axis 0 for the vertical axis on the left, 1 for one of its own on the right
   */
  public record Curve(String name, double[] x, double[] y, int axis) {}

  private Plot() {}

  /** Draws the curves; a machine that cannot (no fonts, no AWT) costs one line, never the run. */
  public static void save(
      Path file, String title, String horizontal, List<Curve> curves, Output output) {
    try {
      draw(file, title, horizontal, curves);
    } catch (IOException | RuntimeException | Error e) {
      // Errors too: without fonts or AWT's libraries that is what their loading throws.
      output.warn("No picture in " + file + ": " + e);
    }
  }

  private static void draw(Path file, String title, String horizontal, List<Curve> curves)
      throws IOException {
    System.setProperty("java.awt.headless", "true");
    XYChart chart =
        new XYChartBuilder().width(900).height(500).title(title).xAxisTitle(horizontal).build();
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setYAxisGroupPosition(1, YAxisPosition.Right);
    for (Curve curve : curves) {
      XYSeries series = chart.addSeries(curve.name(), curve.x(), curve.y());
      series.setYAxisGroup(curve.axis());
      series.setMarker(SeriesMarkers.NONE);
    }
    try (OutputStream stream = Files.newOutputStream(file)) {
      BitmapEncoder.saveBitmap(chart, stream, BitmapFormat.PNG);
    }
  }
}
