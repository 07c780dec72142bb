package dev.flambeau.opencl;

import dev.flambeau.backend.Admission;
import dev.flambeau.backend.Backend;
import dev.flambeau.backend.BackendOptions;
import dev.flambeau.backend.BackendProvider;
import dev.flambeau.backend.DeviceFaultException;
import dev.flambeau.backend.DeviceInfo;
import dev.flambeau.backend.DeviceNotFoundException;
import dev.flambeau.opencl.device.OpenClDevice;
import dev.flambeau.opencl.device.OpenClSettings;
import dev.flambeau.opencl.device.Platforms;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jocl.CLException;
import org.jspecify.annotations.Nullable;

/** Finds and opens the devices of every OpenCL driver. */
public final class OpenClProvider implements BackendProvider {
  private final Map<String, Probe.Outcome> outcomes = new HashMap<>();
  private @Nullable List<OpenClDevice> devices;

  /** Since when a device that failed is to be probed again, if that is left to this process. */
  private long asked = Verdicts.TRIED;

  @Override
  public String name() {
    return "opencl";
  }

  @Override
  public List<DeviceInfo> devices() {
    return found().stream().map(OpenClDevice::info).toList();
  }

  private synchronized List<OpenClDevice> found() {
    if (devices == null) {
      OpenClSettings.check();
      prepare();
      asked = Trial.ensure() ? Verdicts.TRIED : System.currentTimeMillis();
      devices = Platforms.devices();
    }
    return devices;
  }

  /**
   * Meanwhile another thread reads what every device takes: the kernels, and the table's classes.
   */
  private static void prepare() {
    Runnable work =
        () -> {
          Verdicts.prepare();
          new LaunchTable();
        };
    Thread thread = new Thread(work, "flambeau-opencl-start");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public Admission admission(DeviceInfo device) {
    return outcome(device).admission();
  }

  synchronized Probe.Outcome outcome(DeviceInfo device) {
    return outcomes.computeIfAbsent(device.name(), name -> new Verdicts().of(find(device), asked));
  }

  @Override
  public Backend open(DeviceInfo device, BackendOptions options) {
    try {
      return new OpenClBackend(find(device), outcome(device));
    } catch (CLException e) {
      throw new DeviceFaultException(
          device + " cannot be opened, its driver fails: " + e.getMessage(), e);
    }
  }

  /** By its name: for a record's equals a new JVM takes 25 ms. */
  OpenClDevice find(DeviceInfo info) {
    return found().stream()
        .filter(device -> device.info().name().equals(info.name()))
        .findFirst()
        .orElseThrow(() -> new DeviceNotFoundException("No OpenCL device " + info));
  }
}
