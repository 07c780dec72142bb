package dev.flambeau.benchmarks.command;

import dev.flambeau.benchmarks.command.network.Sample;
import dev.flambeau.benchmarks.command.timing.GroupOptions;
import dev.flambeau.benchmarks.command.timing.Timing;
import dev.flambeau.cli.command.DeviceOptions;
import dev.flambeau.cli.command.Json;
import dev.flambeau.cli.command.Limits;
import dev.flambeau.cli.command.Output;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Tensor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Times an op on tensors. */
@Command(
    name = "op",
    description =
        "Time an elementwise op on tensors, op by op: with its result's memory, and the tape where a"
            + " gradient is wanted.")
final class OpCommand implements Runnable {
  private static final double NANOSECONDS = 1e9;

  @Parameters(
      paramLabel = "NAME",
      converter = EagerOp.Converter.class,
      description = "add, mul, div, relu, sqrt, exp, log, tanh or sigmoid.")
  private EagerOp op = EagerOp.ADD;

  @Option(
      names = "--elements",
      defaultValue = "1",
      converter = Limits.Elements.class,
      description = "How many. Default: ${DEFAULT-VALUE}.")
  private int elements;

  @Option(names = "--no-grad", description = "Want no gradient, so that no tape is kept.")
  private boolean noGrad;

  @Mixin private GroupOptions groupOptions = new GroupOptions();
  @Mixin private DeviceOptions deviceOptions = new DeviceOptions();
  @Mixin private Output output = new Output();

  /** From 1/2 on, where every op has a value and none a special one. */
  private float[] values() {
    float[] values = Sample.uniform(elements, 0);
    for (int i = 0; i < elements; i++) {
      values[i] = Math.abs(values[i]) + 0.5f;
    }
    return values;
  }

  @Override
  public void run() {
    try (Device device = deviceOptions.open();
        Tensor x = device.tensor(values(), elements).requiresGrad(!noGrad)) {
      Timing timing = groupOptions.forOp().time(() -> op.of(x).close(), device::synchronize);
      output.line("%s of %d, %s, %d threads", op, elements, device, deviceOptions.threads());
      output.line(
          "best %.1f ns, median %.1f ns",
          timing.best() * NANOSECONDS, timing.median() * NANOSECONDS);
      output.result(
          new Json()
              .put("name", op.toString())
              .put("device", device.name())
              .put("threads", deviceOptions.threads())
              .put("elements", elements)
              .put("tape", !noGrad)
              .put("bestNs", timing.best() * NANOSECONDS)
              .put("medianNs", timing.median() * NANOSECONDS));
    }
  }
}
