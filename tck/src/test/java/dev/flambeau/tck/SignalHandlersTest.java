package dev.flambeau.tck;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.BackendOptions;
import dev.flambeau.backend.Backends;
import dev.flambeau.backend.DeviceInfo;
import java.lang.management.ManagementFactory;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Drivers bring LLVM, whose handler in place of Java's dies of two faults at once. */
class SignalHandlersTest {
  @Tag("opencl")
  @Test
  void javasHandlerIsInPlaceOnceADeviceIsOpen() throws Exception {
    Backends backends = Backends.discover();
    for (DeviceInfo device : backends.devices()) {
      try (Backend open = backends.open(device, BackendOptions.defaults())) {
        String handler = handler("SIGSEGV");
        assumeTrue(!handler.isEmpty(), "a Java that does not tell its signal handlers");
        assertTrue(handler.contains("libjvm"), open.device() + ": " + handler);
      }
    }
  }

  /** As HotSpot sees it. */
  private static String handler(String signal) throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    ObjectName commands = new ObjectName("com.sun.management:type=DiagnosticCommand");
    Object told =
        server.invoke(
            commands,
            "vmInfo",
            new Object[] {new String[0]},
            new String[] {String[].class.getName()});
    return told.toString()
        .lines()
        .map(String::trim)
        .filter(line -> line.startsWith(signal + ":"))
        .findFirst()
        .orElse("");
  }
}
