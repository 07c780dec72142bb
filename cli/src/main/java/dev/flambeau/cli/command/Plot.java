package dev.flambeau.cli.command;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.knowm.xchart.ChartEncoder;
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

  /** Draws the curves. Needs fonts and AWT's libraries, whose lack is an {@link Error}. */
  public static void save(Path file, String title, String horizontal, List<Curve> curves)
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
    ImageIO.setUseCache(false); // which would need a temporary folder
    Files.write(file, ChartEncoder.getBytes(chart, "png"));
  }
}
