package dev.flambeau.cli.command;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.backend.DeviceClass;
import dev.flambeau.backend.DeviceInfo;
import dev.flambeau.op.DType;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who is asked for a number of threads: PoCL's restart is tried by .ci/run. */
class DeviceThreadsTest {
  @Test
  void aCpuDeviceIsGivenItsThreadsByItsOptions() {
    assertDoesNotThrow(() -> DeviceThreads.ensure(device("cpu", "cpu"), 3));
  }

  @Test
  void aDriverThatCannotBeToldIsNamed() {
    DeviceInfo device = device("opencl", "rusticl, OpenCL 3.0");
    Exception e = assertThrows(UserException.class, () -> DeviceThreads.ensure(device, 3));
    assertTrue(e.getMessage().contains("rusticl"), e.getMessage());
  }

  private static DeviceInfo device(String provider, String platform) {
    return new DeviceInfo(
        provider + ":0",
        provider,
        DeviceClass.CPU,
        platform,
        "a device",
        List.of(platform),
        1L << 30,
        Set.of(DType.FLOAT32));
  }
}
