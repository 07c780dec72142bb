package dev.flambeau.cli.tune;

import dev.flambeau.backend.Admission.Verdict;
import dev.flambeau.backend.DeviceInfo;
import dev.flambeau.cli.command.DeviceOptions;
import dev.flambeau.cli.command.Json;
import dev.flambeau.cli.command.Limits;
import dev.flambeau.cli.command.Output;
import dev.flambeau.cli.command.Progress;
import dev.flambeau.cli.command.UserException;
import dev.flambeau.opencl.tuning.Tuner;
import dev.flambeau.opencl.tuning.TuningReport;
import dev.flambeau.opencl.tuning.TuningReport.Row;
import dev.flambeau.tensor.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Searches for the tiles by which a device multiplies matrices fastest, and keeps them. */
@Command(
    name = "tune",
    description =
        "Search for the tiles by which an OpenCL device multiplies matrices fastest, and keep them"
            + " for whoever opens it. The bits stay the same: tiles that give others are refused.")
public final class TuneCommand implements Callable<Integer> {
  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "120",
      converter = Limits.Count.class,
      description = "How long to search. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Mixin private DeviceOptions deviceOptions = new DeviceOptions();
  @Mixin private Output output = new Output();

  @Override
  public Integer call() throws IOException {
    DeviceInfo device = deviceOptions.find();
    if (!device.provider().equals("opencl")) {
      throw new UserException(
          String.format(
                  Locale.ROOT,
                  "tune is for OpenCL devices, and %s is none: its tiles are the ones that suit"
                      + " Java.",
                  device.name())
              + " Name one with --device, such as opencl. ./flambeau devices lists them.");
    }
    if (Device.admission(device).verdict() != Verdict.STRICT) {
      throw new UserException(
          String.format(
                  Locale.ROOT,
                  "%s: there is nothing to tune, since it is not strict without emulation, and its",
                  device)
              + " products are computed element by element. ./flambeau devices says why.");
    }
    report(device, search(device));
    return 0;
  }

  private TuningReport search(DeviceInfo device) throws IOException {
    output.line("%s, up to %d s", device, seconds);
    long[] shown = {0};
    try (Progress progress = output.progress("tune", seconds)) {
      return Tuner.tune(
          device,
          Duration.ofSeconds(seconds),
          passed -> {
            for (; shown[0] < Math.min(passed, seconds); shown[0]++) {
              progress.step();
            }
          });
    }
  }

  private void report(DeviceInfo device, TuningReport report) {
    output.line("%-52s%s", "GFLOP/s", columns(report.classes()));
    for (Row row : report.best()) {
      line("", row);
    }
    line("usual  ", report.usual());
    line("chosen ", report.chosen());
    output.line("%d tiles tried, %d refused", report.tried(), count(report));
    report.refused().forEach((why, count) -> output.line("  %d %s", count, why));
    output.line("gain %.3f", report.gain());
    String file = report.file().map(Path::toString).orElse("");
    output.line("%s", file.isEmpty() ? "kept nowhere: -Dflambeau.cache is off" : "kept in " + file);
    output.result(json(device, report).put("gain", report.gain()).put("file", file));
  }

  private static String columns(List<String> names) {
    StringBuilder line = new StringBuilder();
    names.forEach(name -> line.append(String.format(Locale.ROOT, " %9s", name)));
    return line.toString();
  }

  private void line(String name, Row row) {
    List<String> speeds =
        row.gflops().stream().map(speed -> String.format(Locale.ROOT, "%.2f", speed)).toList();
    output.line("%-52s%s", name + row.tiles(), columns(speeds));
  }

  private static int count(TuningReport report) {
    return report.refused().values().stream().mapToInt(Integer::intValue).sum();
  }

  private static Json json(DeviceInfo device, TuningReport report) {
    List<Json> refused = new ArrayList<>();
    report.refused().forEach((why, n) -> refused.add(new Json().put("why", why).put("count", n)));
    return new Json()
        .put("device", device.name())
        .put("tried", report.tried())
        .put("refused", refused)
        .put("best", report.best().stream().map(row -> json(report, row)).toList())
        .put("usual", List.of(json(report, report.usual())))
        .put("chosen", List.of(json(report, report.chosen())));
  }

  private static Json json(TuningReport report, Row row) {
    Json json = new Json().put("tiles", row.tiles());
    for (int i = 0; i < report.classes().size(); i++) {
      json.put("gflops-" + report.classes().get(i), row.gflops().get(i));
    }
    return json;
  }
}
