package dev.flambeau.benchmarks.command;

import dev.flambeau.backend.Backend;
import dev.flambeau.benchmarks.command.product.Gemm;
import dev.flambeau.benchmarks.command.product.ProductSize;
import dev.flambeau.benchmarks.command.product.Transposition;
import dev.flambeau.benchmarks.command.timing.GroupOptions;
import dev.flambeau.benchmarks.command.timing.Groups;
import dev.flambeau.benchmarks.command.timing.Timing;
import dev.flambeau.cli.command.DeviceOptions;
import dev.flambeau.cli.command.Json;
import dev.flambeau.cli.command.Limits;
import dev.flambeau.cli.command.Output;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Times products of matrices. */
@Command(
    name = "gemm",
    description =
        "Time products of row-major matrices into a given output, packing included, in GFLOP/s.")
final class GemmCommand implements Runnable {
  @Option(
      names = "--sizes",
      split = ",",
      paramLabel = "SIZE",
      defaultValue = "64,128,256,512,1024",
      converter = ProductSize.Converter.class,
      description =
          "n for a square, or MxNxK for (M, K) times (K, N); several with commas between."
              + " Default: ${DEFAULT-VALUE}.")
  private List<ProductSize> sizes = List.of();

  @Option(
      names = "--transpose",
      defaultValue = "nn",
      converter = Transposition.Converter.class,
      description =
          "How the left and the right operand lie: n as they are, t transposed; nn, nt, tn or tt."
              + " Default: ${DEFAULT-VALUE}.")
  private Transposition transposition = Transposition.NN;

  @Option(
      names = "--group",
      paramLabel = "N",
      converter = Limits.Rounds.class,
      description =
          "Products that are asked for before the device is waited for. Default: as many as a"
              + " millisecond holds.")
  private @Nullable Integer group;

  @Mixin private GroupOptions groupOptions = new GroupOptions();
  @Mixin private DeviceOptions deviceOptions = new DeviceOptions();
  @Mixin private Output output = new Output();

  @Override
  public void run() {
    try (Backend backend = deviceOptions.openBackend()) {
      output.line("%s, %d threads", backend.device(), deviceOptions.threads());
      output.line("%-20s %12s %12s", transposition + "  GFLOP/s", "best", "median");
      List<Json> results = new ArrayList<>();
      Groups groups = groupOptions.forOp();
      if (group != null) {
        groups = groups.of(group);
      }
      for (ProductSize size : sizes) {
        results.add(report(size, new Gemm(transposition, size).time(backend, groups)));
      }
      output.result(
          new Json()
              .put("device", backend.device().name())
              .put("threads", deviceOptions.threads())
              .put("sizes", results));
    }
  }

  private Json report(ProductSize size, Timing timing) {
    double best = size.flops() / timing.best() * 1e-9;
    double median = size.flops() / timing.median() * 1e-9;
    output.line("%-20s %12.2f %12.2f", size, best, median);
    return new Json()
        .put("m", size.m())
        .put("n", size.n())
        .put("k", size.k())
        .put("gflopsBest", best)
        .put("gflopsMedian", median);
  }
}
