package dev.flambeau.opencl.tuning;

import dev.flambeau.opencl.tile.TileSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tiles and what they take.
 *
 * @param seconds for each product
 */
record Timed(TileSet tiles, List<Double> seconds) {
  static Timed of(TileSet tiles, String seconds) {
    return new Timed(tiles, Stream.of(seconds.split(",")).map(Double::valueOf).toList());
  }

  /** Of all, the fastest at products from one up to and without another, beside these. */
  Timed fastest(List<Timed> all, int from, int to) {
    return all.stream()
        .min(Comparator.comparingDouble(one -> slowness(one, from, to)))
        .orElseThrow();
  }

  /** What another takes beside these, the mean over the products. */
  double slowness(Timed other) {
    return slowness(other, 0, seconds.size());
  }

  private double slowness(Timed other, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += other.seconds().get(i) / seconds.get(i);
    }
    return sum / (to - from);
  }

  /** For each class 10⁹ operations a second, its products one after the other. */
  List<Double> gflops(List<ProductClass> classes) {
    List<Double> gflops = new ArrayList<>();
    int number = 0;
    for (ProductClass one : classes) {
      double flops = 0;
      double time = 0;
      for (Product product : one.products()) {
        flops += 2.0 * product.m() * product.n() * product.k();
        time += seconds.get(number++);
      }
      gflops.add(flops * 1e-9 / time);
    }
    return gflops;
  }
}
