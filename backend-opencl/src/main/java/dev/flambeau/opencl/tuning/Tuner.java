package dev.flambeau.opencl.tuning;

import dev.flambeau.backend.DeviceInfo;
import dev.flambeau.backend.DeviceNotFoundException;
import dev.flambeau.opencl.device.OpenClDevice;
import dev.flambeau.opencl.device.Platforms;
import dev.flambeau.opencl.device.Session;
import dev.flambeau.opencl.launch.Parameters;
import dev.flambeau.opencl.process.JavaCommand;
import dev.flambeau.opencl.tile.TileSet;
import dev.flambeau.opencl.tile.TunedTiles;
import dev.flambeau.opencl.tile.WorkGroupTile;
import dev.flambeau.opencl.tuning.TuningReport.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * Searches for the tiles by which a device multiplies fastest, within a time.
 *
 * <p>Each is tried in another process, and kept only if it has the reference's bits, leaves what
 * lies around its result as it was, and ends in time. At the end the best ones and the usual ones
 * run by turns, and the faster ones are written to the user's file of the device.
 *
 * @see "C. Nugteren, V. Codreanu: CLTune: A Generic Auto-Tuner for OpenCL Kernels, 2015"
 */
public final class Tuner {
  /** The part of the time that is for searching; the rest is for the best ones by turns. */
  private static final double SEARCH = 0.8;

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
  private static final Duration SHORTEST_WAIT = Duration.ofSeconds(10);
  private static final int ROUNDS = 3;
  private static final int LAST_ROUNDS = 7;
  private static final int LISTED = 5;

  private final OpenClDevice device;
  private final List<ProductClass> classes;
  private final Child child;
  private final Optional<Path> folder;
  private final Duration patience;
  private final List<Timed> timed = new ArrayList<>();
  private final Map<String, Integer> refused = new TreeMap<>();
  private int tried;

  Tuner(
      OpenClDevice device,
      List<ProductClass> classes,
      Child child,
      Optional<Path> folder,
      Duration patience) {
    this.device = device;
    this.classes = classes;
    this.child = child;
    this.folder = folder;
    this.patience = patience;
  }

  /**
   * Searches, and keeps what is best in the user's file of the device.
   *
   * @param info an OpenCL device that is strict without emulation; by others products have no tiles
   * @param budget how long the search may take, but for the try that is under way at its end
   * @param progress is told the seconds since the beginning
   * @throws IOException if no other Java can be started, or the file cannot be written
   */
  public static TuningReport tune(DeviceInfo info, Duration budget, LongConsumer progress)
      throws IOException {
    OpenClDevice device =
        Platforms.devices().stream()
            .filter(one -> one.info().equals(info))
            .findFirst()
            .orElseThrow(() -> new DeviceNotFoundException("No OpenCL device " + info));
    List<ProductClass> classes = ProductClass.ALL;
    List<String> command = // a crash is an answer, and leaves no file
        JavaCommand.of(
            List.of("-XX:+SuppressFatalErrorMessage"),
            TuningProcess.class,
            arguments(info.name(), classes));
    try (Child child = new Child(command)) {
      return new Tuner(device, classes, child, TunedTiles.folder(), LONGEST_WAIT)
          .run(budget, progress);
    }
  }

  static List<String> arguments(String device, List<ProductClass> classes) {
    Stream<String> products = products(classes).map(Product::toString);
    return Stream.concat(Stream.of(device), products).toList();
  }

  private static Stream<Product> products(List<ProductClass> classes) {
    return classes.stream().flatMap(one -> one.products().stream());
  }

  TuningReport run(Duration budget, LongConsumer progress) throws IOException {
    long start = System.nanoTime();
    TileSet usual = usual();
    Timed base = Timed.of(usual, required("time " + ROUNDS + " " + usual.text()));
    Candidates candidates = new Candidates(usual);
    double end = start + budget.toNanos() * SEARCH;
    do {
      Optional<TileSet> next = candidates.next(bests(base));
      if (next.isEmpty()) {
        break;
      }
      tryOut(next.get(), (long) end - System.nanoTime());
      progress.accept(Duration.ofNanos(System.nanoTime() - start).toSeconds());
    } while (System.nanoTime() < end);
    return decide(base);
  }

  private TileSet usual() {
    try (Session session = new Session(device)) {
      return Parameters.untuned(session, false).products();
    }
  }

  private void tryOut(TileSet tiles, long left) {
    tried++;
    Duration wait = patience(left);
    Child.Answer answer = child.ask("check " + tiles.text(), wait);
    Verdict verdict = answer.text() == null ? answer.verdict() : Verdict.valueOf(answer.text());
    if (verdict == Verdict.RIGHT) {
      Child.Answer times = child.ask("time " + ROUNDS + " " + tiles.text(), wait);
      verdict = times.verdict();
      if (times.text() != null) {
        timed.add(Timed.of(tiles, times.text()));
      }
    }
    if (verdict != Verdict.RIGHT) {
      refused.merge(verdict.text(), 1, Integer::sum);
    }
  }

  /** What is left of the time, but long enough to start a process and compile, and no longer. */
  private Duration patience(long left) {
    Duration wait = Duration.ofNanos(Math.max(left, SHORTEST_WAIT.toNanos()));
    return wait.compareTo(patience) < 0 ? wait : patience;
  }

  /** For each class its best tile, each once; on CPU devices one for all. */
  private List<TileSet> bests(Timed base) {
    if (timed.isEmpty()) {
      return List.of();
    }
    if (timed.get(0).tiles().groups().isEmpty()) {
      return List.of(base.fastest(timed, 0, base.seconds().size()).tiles());
    }
    List<TileSet> bests = new ArrayList<>();
    int from = 0;
    for (ProductClass one : classes) {
      int to = from + one.products().size();
      bests.add(base.fastest(timed, from, to).tiles());
      from = to;
    }
    return bests.stream().distinct().toList();
  }

  /** The best ones and the usual ones by turns. */
  private TuningReport decide(Timed base) throws IOException {
    TileSet usual = base.tiles();
    List<TileSet> bests = bests(base);
    List<WorkGroupTile> groups = bests.stream().flatMap(one -> one.groups().stream()).toList();
    TileSet found = bests.isEmpty() ? usual : new TileSet(bests.get(0).item(), groups);
    required("check " + found.text());
    String[] times =
        required("time " + LAST_ROUNDS + " " + usual.text() + " " + found.text()).split(" ");
    Timed before = Timed.of(usual, times[0]);
    Timed after = Timed.of(found, times[1]);
    Timed chosen = before.slowness(after) < 1 ? after : before;
    Optional<Path> file = Optional.empty();
    if (folder.isPresent()) {
      file = Optional.of(TunedTiles.write(folder.get(), device, chosen.tiles()));
    }
    List<Row> best =
        timed.stream()
            .sorted(Comparator.comparingDouble(base::slowness))
            .limit(LISTED)
            .map(this::row)
            .toList();
    return new TuningReport(
        classes.stream().map(ProductClass::name).toList(),
        tried,
        refused,
        row(before),
        best,
        row(chosen),
        1 / before.slowness(chosen),
        file);
  }

  /** An answer without which there is nothing to tell. */
  private String required(String question) throws IOException {
    Child.Answer answer = child.ask(question, patience);
    String text = answer.text();
    boolean isRefused = text != null && question.startsWith("check") && !text.equals("RIGHT");
    if (text == null || isRefused) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s, asked to %s: its tiles %s. Nothing is kept; try again, or report the driver.",
              device.info(),
              question,
              (isRefused ? Verdict.valueOf(text) : answer.verdict()).text()));
    }
    return text;
  }

  private Row row(Timed one) {
    return new Row(one.tiles().text(), one.gflops(classes));
  }
}
