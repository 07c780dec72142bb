package dev.flambeau.opencl.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flambeau.backend.DeviceClass;
import org.jocl.CL;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformsTest {
  /** {@code best} takes GPUs alone, and Oclgrind, which interprets, claims to be everything. */
  @ParameterizedTest
  @CsvSource({
    "CL_DEVICE_TYPE_GPU, GPU",
    "CL_DEVICE_TYPE_CPU, CPU",
    "CL_DEVICE_TYPE_ACCELERATOR, ACCELERATOR",
    "CL_DEVICE_TYPE_CUSTOM, ACCELERATOR"
  })
  void aDeviceIsOfTheClassThatItClaims(String type, DeviceClass expected) throws Exception {
    long claimed = CL.class.getField(type).getLong(null);
    assertEquals(expected, Platforms.deviceClass(claimed));
    assertEquals(DeviceClass.CPU, Platforms.deviceClass(claimed | CL.CL_DEVICE_TYPE_CPU));
  }
}
