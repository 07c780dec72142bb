package dev.flambeau.opencl.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.opencl.OpenClDevices;
import dev.flambeau.opencl.device.Program.Source;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgramTest {
  private static final List<Source> BROKEN =
      List.of(
          new Source("first.cl", "// one\n// two\n"),
          new Source("second.cl", "// three\n__kernel void k() { int i = missing; }\n"));

  @Test
  void aPlaceInAllIsAPlaceInOneFile() {
    assertEquals(
        Optional.of("second.cl, line 2: __kernel void k() { int i = missing; }"),
        Program.place("<source>:4:29: error: use of undeclared identifier", BROKEN));
    assertEquals(
        Optional.of("first.cl, line 2: // two"), Program.place("input.cl:2: error: x", BROKEN));
    assertEquals(
        Optional.of("second.cl, line 1: // three"),
        Program.place("error: /tmp/x.cl:3:29: use of undeclared", BROKEN));
    assertEquals(Optional.empty(), Program.place("out of memory", BROKEN));
    assertEquals(Optional.empty(), Program.place("<source>:9:1: error: x", BROKEN));
  }

  @Test
  void aBrokenSourceIsNamedWithItsLineAndTheCompilersLog() {
    OpenClDevice device = first();
    int before = Handles.open();
    try (Session session = new Session(device)) {
      KernelBuildException refusal =
          assertThrows(
              KernelBuildException.class,
              () -> Program.build(session, BROKEN, List.of("k"), List.of()));
      String message = refusal.getMessage();
      assertTrue(message.startsWith(device.info() + ": its compiler refuses the kernels"), message);
      assertTrue(
          message.contains("\nsecond.cl, line 2: __kernel void k() { int i = missing; }\n"),
          message);
      assertTrue(message.contains("undeclared identifier 'missing'"), message);
    }
    assertEquals(before, Handles.open());
  }

  @Test
  void aKernelThatIsNotThereIsNamed() {
    int before = Handles.open();
    try (Session session = new Session(first())) {
      List<Source> sources = List.of(new Source("good.cl", "__kernel void k() {}\n"));
      KernelBuildException refusal =
          assertThrows(
              KernelBuildException.class,
              () -> Program.build(session, sources, List.of("k", "other"), List.of()));
      assertTrue(
          refusal.getMessage().endsWith("has built the kernel other but cannot create it"),
          refusal.getMessage());
    }
    assertEquals(before, Handles.open());
  }

  private static OpenClDevice first() {
    OpenClDevices.all();
    return Platforms.devices().get(0);
  }
}
