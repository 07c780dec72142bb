package dev.flambeau.cli.conformance;

import dev.flambeau.backend.Backend;
import dev.flambeau.cli.command.DeviceOptions;
import dev.flambeau.cli.command.Json;
import dev.flambeau.cli.command.Limits;
import dev.flambeau.cli.command.Output;
import dev.flambeau.cli.command.Progress;
import dev.flambeau.tck.Conformance;
import dev.flambeau.tck.Result;
import dev.flambeau.tck.cases.Case;
import dev.flambeau.tck.catalogue.Catalogue;
import dev.flambeau.tck.catalogue.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the conformance kit on a device. */
@Command(
    name = "conformance",
    description =
        "Run every op's cases on a device, and compare each result with cpu:reference's, bit for"
            + " bit. Exit status 1 if any differs.")
public final class ConformanceCommand implements Callable<Integer> {
  private static final int REPORTED = 10;

  @Option(
      names = "--every",
      paramLabel = "N",
      defaultValue = "1",
      converter = Limits.Count.class,
      description = "Run every Nth case of a family only. Default: ${DEFAULT-VALUE}.")
  private int every;

  @Mixin private DeviceOptions deviceOptions = new DeviceOptions();
  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    List<Result> failures = new ArrayList<>();
    int cases = 0;
    try (Backend backend = deviceOptions.openBackend()) {
      Conformance conformance = Conformance.of(backend);
      output.line("%s, %d threads", backend.device(), deviceOptions.threads());
      for (Family family : Catalogue.FAMILIES) {
        List<Case> chosen = chosen(family);
        failures.addAll(run(conformance, family, chosen));
        cases += chosen.size();
      }
      failures.stream().limit(REPORTED).forEach(failure -> output.line("%s", failure.message()));
      output.line("%d of %d cases differ", failures.size(), cases);
      output.result(
          new Json()
              .put("device", backend.device().name())
              .put("cases", cases)
              .put("failed", failures.size()));
    }
    return failures.isEmpty() ? 0 : 1;
  }

  private List<Case> chosen(Family family) {
    List<Case> all = family.cases();
    return IntStream.range(0, all.size()).filter(i -> i % every == 0).mapToObj(all::get).toList();
  }

  private List<Result> run(Conformance conformance, Family family, List<Case> cases) {
    List<Result> failures = new ArrayList<>();
    try (Progress progress = output.progress(family.name(), cases.size())) {
      for (Case test : cases) {
        Result result = conformance.run(test);
        if (result.failed()) {
          failures.add(result);
        }
        progress.step();
      }
    }
    output.line("%-18s %5d cases, %d differ", family.name(), cases.size(), failures.size());
    return failures;
  }
}
