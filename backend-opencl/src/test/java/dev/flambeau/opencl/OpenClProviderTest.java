package dev.flambeau.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.backend.Admission;
import dev.flambeau.backend.Admission.Verdict;
import dev.flambeau.backend.Backends;
import dev.flambeau.backend.DeviceClass;
import dev.flambeau.backend.DeviceInfo;
import dev.flambeau.op.DType;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OpenClProviderTest {
  @Test
  void devicesAreNumberedOverAllPlatforms() {
    List<DeviceInfo> devices = OpenClDevices.all();
    for (int i = 0; i < devices.size(); i++) {
      assertEquals("opencl:" + i, devices.get(i).name());
      assertEquals("opencl", devices.get(i).provider());
      assertEquals(Set.of(DType.FLOAT32, DType.INT32, DType.BOOL), devices.get(i).dtypes());
      assertTrue(devices.get(i).memoryBytes() > 0);
    }
  }

  /** "pocl" stands in no name of PoCL's, only in its version and ICD suffix. */
  @Test
  void poclIsFoundByItsShortName() {
    DeviceInfo pocl = OpenClDevices.named("pocl");
    assertEquals(DeviceClass.CPU, pocl.deviceClass());
    assertTrue(
        pocl.platform().matches("Portable Computing Language, OpenCL \\d\\.\\d"), pocl.platform());
    assertEquals(pocl, OpenClDevices.named("PORTABLE comp"));
  }

  @Test
  void poclIsStrict() {
    DeviceInfo pocl = OpenClDevices.named("pocl");
    assertEquals(Admission.strict(), tried(pocl));
    assertEquals(Admission.strict(), OpenClDevices.PROVIDER.admission(pocl));
  }

  @Test
  void rusticlIsStrictByEmulation() {
    Admission admission = tried(OpenClDevices.named("rusticl"));
    assertEquals(Verdict.STRICT_BY_EMULATION, admission.verdict());
    List<String> reasons = admission.reasons();
    assertEquals(2, reasons.size(), reasons.toString());
    assertTrue(
        reasons.get(0).matches("fma is not exact \\(\\d+ of \\d+ wrong, .*\\)"), reasons.get(0));
    assertEquals(
        "a work-item's loops stop after 65535 rounds in all, without an error", reasons.get(1));
  }

  /** As the probe finds it now, whatever is on disk. */
  private static Admission tried(DeviceInfo device) {
    return Probe.of(OpenClDevices.PROVIDER.find(device)).admission();
  }

  @Test
  void theServiceLoaderFindsIt() {
    OpenClDevices.all();
    assertTrue(
        Backends.discover().devices().stream().anyMatch(one -> one.provider().equals("opencl")));
  }
}
