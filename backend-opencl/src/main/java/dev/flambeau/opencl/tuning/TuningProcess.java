package dev.flambeau.opencl.tuning;

import dev.flambeau.backend.View;
import dev.flambeau.op.FlambeauException;
import dev.flambeau.opencl.device.OpenClDevice;
import dev.flambeau.opencl.device.Platforms;
import dev.flambeau.opencl.tile.TileSet;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * The process in which a search tries its tiles, since a driver may crash or hang. It reads
 * requests from standard input, a line each, and answers with a line that begins with {@link
 * #ANSWER}; what else a driver prints is not for anyone.
 *
 * <ul>
 *   <li>{@code check TILES}: a {@link Verdict}
 *   <li>{@code time ROUNDS TILES TILES...}: for each tiles the seconds of each product, the best of
 *       so many rounds by turns, with commas between; tiles apart by spaces
 * </ul>
 */
public final class TuningProcess {
  static final String ANSWER = "flambeau-trial ";

  /** So long that neither the clock nor the wait counts. */
  private static final double SHORTEST = 2e-3;

  private final Bench bench;
  private final Multiplier reference;
  private final List<Product> products;

  private TuningProcess(Bench bench, Multiplier reference, List<Product> products) {
    this.bench = bench;
    this.reference = reference;
    this.products = products;
  }

  /**
   * Answers until the input ends, or the process that asks.
   *
   * @param arguments the device's name, then the products to time
   */
  public static void main(String... arguments) throws IOException {
    ProcessHandle.current()
        .parent()
        .ifPresent(parent -> parent.onExit().thenRun(() -> Runtime.getRuntime().halt(1)));
    OpenClDevice device =
        Platforms.devices().stream()
            .filter(one -> one.info().name().equals(arguments[0]))
            .findFirst()
            .orElseThrow();
    List<Product> products = Stream.of(arguments).skip(1).map(Product::of).toList();
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (Bench bench = new Bench(device);
        Bench.Built reference = bench.reference()) {
      TuningProcess trial = new TuningProcess(bench, reference, products);
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        System.out.println(ANSWER + trial.answer(List.of(line.split(" "))));
      }
    }
  }

  private String answer(List<String> words) {
    if (words.get(0).equals("check")) {
      return check(TileSet.parse(words.get(1))).name();
    }
    List<TileSet> tiles = words.stream().skip(2).map(TileSet::parse).toList();
    return time(Integer.parseInt(words.get(1)), tiles);
  }

  private Verdict check(TileSet tiles) {
    try (Bench.Built tested = bench.build(tiles)) {
      return new Check(bench).of(tested, reference);
    } catch (IllegalArgumentException | FlambeauException e) {
      return Verdict.IMPOSSIBLE;
    }
  }

  private String time(int rounds, List<TileSet> tiles) {
    List<Bench.Built> built = new ArrayList<>();
    try {
      tiles.forEach(one -> built.add(bench.build(one)));
      double[][] best = new double[tiles.size()][products.size()];
      for (int p = 0; p < products.size(); p++) {
        time(rounds, products.get(p), built, best, p);
      }
      return Stream.of(best)
          .map(
              row ->
                  DoubleStream.of(row)
                      .mapToObj(seconds -> String.format(Locale.ROOT, "%.4e", seconds))
                      .collect(Collectors.joining(",")))
          .collect(Collectors.joining(" "));
    } finally {
      built.forEach(Bench.Built::close);
    }
  }

  private void time(
      int rounds, Product product, List<Bench.Built> built, double[][] best, int number) {
    List<View> views = new ArrayList<>();
    try {
      for (var type : product.operands()) {
        views.add(bench.upload(type, 0, Values.random(type.elements(), views.size())));
      }
      List<View> inputs = List.copyOf(views);
      View output = bench.upload(product.c(), 0, new float[product.c().elements()]);
      views.add(output);
      int[] runs = new int[built.size()];
      for (int i = 0; i < runs.length; i++) {
        runs[i] = 1;
        best[i][number] = Double.MAX_VALUE;
        group(product, inputs, output, built.get(i), 1); // what a driver compiles at first launch
        while (group(product, inputs, output, built.get(i), runs[i]) < SHORTEST) {
          runs[i] *= 2;
        }
      }
      for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < runs.length; i++) {
          double seconds = group(product, inputs, output, built.get(i), runs[i]) / runs[i];
          best[i][number] = Math.min(best[i][number], seconds);
        }
      }
    } finally {
      views.forEach(view -> view.buffer().close());
    }
  }

  private double group(
      Product product, List<View> inputs, View output, Multiplier multiplier, int runs) {
    bench.await();
    long start = System.nanoTime();
    for (int run = 0; run < runs; run++) {
      multiplier.multiply(product.op(), inputs, output);
    }
    bench.await();
    return (System.nanoTime() - start) * 1e-9;
  }
}
