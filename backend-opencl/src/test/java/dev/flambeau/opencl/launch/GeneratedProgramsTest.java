package dev.flambeau.opencl.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.opencl.OpenClDevices;
import dev.flambeau.opencl.device.Handles;
import dev.flambeau.opencl.device.KernelBuildException;
import dev.flambeau.opencl.device.Platforms;
import dev.flambeau.opencl.device.Session;
import org.junit.jupiter.api.Test;

class GeneratedProgramsTest {
  @Test
  void aBrokenKernelIsNamedWithItsLine() {
    OpenClDevices.all();
    int before = Handles.open();
    try (Session session = new Session(Platforms.devices().get(0));
        GeneratedPrograms programs =
            new GeneratedPrograms(session, Parameters.of(session, false))) {
      String source = "// written\n__kernel void chain() { int i = missing; }\n";
      KernelBuildException refusal =
          assertThrows(KernelBuildException.class, () -> programs.of(source, "chain"));
      assertTrue(
          refusal
              .getMessage()
              .contains(
                  "\nthe generated kernel chain, line 2: __kernel void chain() { int i = missing; }\n"),
          refusal.getMessage());
    }
    assertEquals(before, Handles.open());
  }
}
