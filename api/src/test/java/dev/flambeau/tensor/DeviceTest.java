package dev.flambeau.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flambeau.backend.Numerics;
import dev.flambeau.data.HostBackend;
import org.junit.jupiter.api.Test;

class DeviceTest {
  @Test
  void keepsTheNumericsThatItsBackendWasOpenedFor() {
    try (Device strict = Device.over(new HostBackend());
        Device fast = Device.over(new HostBackend(), Numerics.FAST)) {
      assertEquals(Numerics.STRICT, strict.numerics());
      assertEquals(Numerics.FAST, fast.numerics());
    }
  }
}
