package dev.flambeau.benchmarks.command;

import dev.flambeau.benchmarks.command.cost.CountingBackend;
import dev.flambeau.benchmarks.command.cost.Floor;
import dev.flambeau.benchmarks.command.cost.Peak;
import dev.flambeau.benchmarks.command.cost.StepCost;
import dev.flambeau.benchmarks.command.network.NetworkOptions;
import dev.flambeau.benchmarks.command.network.Step;
import dev.flambeau.benchmarks.command.timing.GroupOptions;
import dev.flambeau.benchmarks.command.timing.Timing;
import dev.flambeau.cli.command.Choice;
import dev.flambeau.cli.command.DeviceOptions;
import dev.flambeau.cli.command.Json;
import dev.flambeau.cli.command.Output;
import dev.flambeau.cli.training.StepOptions;
import dev.flambeau.tensor.Device;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Times one training step. */
@Command(
    name = "step",
    description =
        "Time a training step: forward, loss, backward and Adam's update, over 8 batches that lie"
            + " on the device.")
final class StepCommand implements Runnable {
  private static final double MILLISECONDS = 1e3;

  @Mixin private NetworkOptions networkOptions = new NetworkOptions();
  @Mixin private StepOptions stepOptions = new StepOptions();
  @Mixin private GroupOptions groupOptions = new GroupOptions();
  @Mixin private DeviceOptions deviceOptions = new DeviceOptions();
  @Mixin private Output output = new Output();

  @Override
  public void run() {
    CountingBackend backend = new CountingBackend(deviceOptions.openBackend());
    try (Device device = Device.over(backend, deviceOptions.numerics());
        Step step = networkOptions.step(device, stepOptions)) {
      Timing timing = groupOptions.forStep().time(step, device::synchronize, Step.BATCHES);
      StepCost cost = StepCost.of(step, timing.median(), backend);
      // Four tensors of the parameters' size are all that the update touches.
      int state = Math.toIntExact(4 * step.parameters());
      Peak peak = Peak.of(backend, deviceOptions.threads(), state);
      Floor floor =
          Floor.of(
              networkOptions.network().task().layers(networkOptions.batch()),
              step.parameters(),
              peak);
      report(device, timing, cost, floor);
      output.line("peak: %.1f GFLOP/s, copies %.1f GB/s", peak.flops() * 1e-9, peak.bytes() * 1e-9);
      output.result(json(device, timing, cost, floor));
    }
  }

  private void report(Device device, Timing timing, StepCost cost, Floor floor) {
    output.line(
        "%s, %s, %d threads, %s",
        networkOptions.network(), device, deviceOptions.threads(), mode());
    output.line(
        "step: best %.4f ms, median %.4f ms, longest %.4f ms",
        timing.best() * MILLISECONDS,
        timing.median() * MILLISECONDS,
        timing.longest() * MILLISECONDS);
    output.line(
        "floor: %.4f ms, %.4f of arithmetic and %.4f of the update",
        floor.seconds() * MILLISECONDS,
        floor.arithmetic() * MILLISECONDS,
        floor.update() * MILLISECONDS);
    output.line("a step: %d launches, %d bytes of heap", cost.launches(), cost.heapBytes());
  }

  private String mode() {
    return Choice.text(stepOptions.mode());
  }

  private Json json(Device device, Timing timing, StepCost cost, Floor floor) {
    return new Json()
        .put("name", networkOptions.network().toString())
        .put("device", device.name())
        .put("threads", deviceOptions.threads())
        .put("mode", mode())
        .put("bestMs", timing.best() * MILLISECONDS)
        .put("medianMs", timing.median() * MILLISECONDS)
        .put("maxMs", timing.longest() * MILLISECONDS)
        .put("launches", cost.launches())
        .put("heapBytesPerStep", cost.heapBytes())
        .put("floorMs", floor.seconds() * MILLISECONDS);
  }
}
