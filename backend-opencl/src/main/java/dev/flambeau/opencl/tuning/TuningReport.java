package dev.flambeau.opencl.tuning;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a search found.
 *
 * @param classes the names of the classes of products
 * @param tried how many tiles were tried
 * @param refused how many of them are never kept, by the reason
 * @param usual what is taken without a search
 * @param best the best single tiles, best first
 * @param chosen what the device takes from now on
 * @param gain 1 over what the chosen ones take beside the usual ones, the mean over the products
 * @param file where it is kept; nowhere if there is no folder for it
 */
public record TuningReport(
    List<String> classes,
    int tried,
    Map<String, Integer> refused,
    Row usual,
    List<Row> best,
    Row chosen,
    double gain,
    Optional<Path> file) {
  /**
   * Tiles and what they reach.
   *
   * @param tiles in JSON
   * @param gflops for each class, its products one after the other
   */
  public record Row(String tiles, List<Double> gflops) {}
}
