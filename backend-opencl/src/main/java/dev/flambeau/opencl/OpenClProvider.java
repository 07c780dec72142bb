package dev.flambeau.opencl;

import dev.flambeau.backend.Admission;
import dev.flambeau.backend.Admission.Verdict;
import dev.flambeau.backend.Backend;
import dev.flambeau.backend.BackendOptions;
import dev.flambeau.backend.BackendProvider;
import dev.flambeau.backend.DeviceInfo;
import dev.flambeau.backend.DeviceNotFoundException;
import dev.flambeau.opencl.device.OpenClDevice;
import dev.flambeau.opencl.device.Platforms;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds and opens the devices of every OpenCL driver. */
public final class OpenClProvider implements BackendProvider {
  private final Map<String, Admission> admissions = new HashMap<>();
  private @Nullable List<OpenClDevice> devices;

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
      devices = Platforms.devices();
    }
    return devices;
  }

  @Override
  public synchronized Admission admission(DeviceInfo device) {
    return admissions.computeIfAbsent(device.name(), name -> Probe.of(find(device)));
  }

  @Override
  public Backend open(DeviceInfo device, BackendOptions options) {
    boolean emulateFma = admission(device).verdict() == Verdict.STRICT_BY_EMULATION;
    return new OpenClBackend(find(device), emulateFma);
  }

  private OpenClDevice find(DeviceInfo info) {
    return found().stream()
        .filter(device -> device.info().equals(info))
        .findFirst()
        .orElseThrow(() -> new DeviceNotFoundException("No OpenCL device " + info));
  }
}
