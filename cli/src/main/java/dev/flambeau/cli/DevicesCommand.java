package dev.flambeau.cli;

import dev.flambeau.backend.Admission;
import dev.flambeau.backend.DeviceInfo;
import dev.flambeau.op.FlambeauException;
import dev.flambeau.tensor.Device;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the devices and what a probe found out about each. */
@Command(
    name = "devices",
    description = "List every device, and whether strict numerics hold on it.")
final class DevicesCommand implements Runnable {
  private static final double GIB = 1L << 30;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    for (DeviceInfo device : Device.all()) {
      out.println(describe(device));
      out.flush();
    }
  }

  private static String describe(DeviceInfo device) {
    return String.format(
        Locale.ROOT,
        "%-14s %s, %.1f GiB, %s%n%15s%s: %s",
        device.name(),
        device.deviceClass(),
        device.memoryBytes() / GIB,
        strictness(device),
        "",
        device.platform(),
        device.model());
  }

  private static String strictness(DeviceInfo device) {
    try {
      Admission admission = Device.admission(device);
      String verdict =
          switch (admission.verdict()) {
            case STRICT -> "strict";
            case STRICT_BY_EMULATION -> "strict by emulation";
            case NOT_STRICT -> "not strict";
          };
      return admission.reasons().isEmpty()
          ? verdict
          : verdict + " (" + String.join("; ", admission.reasons()) + ")";
    } catch (FlambeauException e) {
      return "unusable (" + e.getMessage() + ")";
    }
  }
}
