package dev.flambeau.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.BackendOptions;
import dev.flambeau.backend.Backends;
import dev.flambeau.backend.DeviceInfo;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Random graphs on every device, as plans and op by op. With {@code -Dflambeau.long=true} there are
 * 20,000 of them; on OpenCL fewer, since a driver compiles what is fused for each.
 */
class RandomPlansTest {
  private static final boolean IS_LONG = Boolean.getBoolean("flambeau.long");
  private static final int GRAPHS = IS_LONG ? 20_000 : 500;
  private static final int GRAPHS_ON_OPENCL = IS_LONG ? 500 : 10;
  private static final int REPORTED = 5;

  private static Backend open(String device) {
    Backends backends = Backends.discover();
    return backends.open(backends.find(device), BackendOptions.defaults().withThreads(2));
  }

  private static void check(Backend opened, int graphs) {
    try (Backend backend = opened) {
      List<String> failures = PlanConformance.of(backend).failures(graphs);
      assertEquals(
          "",
          String.join("\n", failures.subList(0, Math.min(REPORTED, failures.size()))),
          failures.size() + " of " + graphs + " graphs fail, among them");
      assertEquals(0, backend.memory().buffers(), "a plan gives back what it holds");
    }
  }

  @Test
  void reference() {
    check(open("cpu:reference"), GRAPHS);
  }

  @Tag("vectors")
  @Test
  void cpu() {
    check(open("cpu"), GRAPHS);
  }

  @Test
  void cpuWithContractionsTogether() {
    check(new Gathers(open("cpu")), GRAPHS);
  }

  @Test
  void cpuWithoutVectors() {
    System.setProperty("flambeau.cpu.vectors", "off");
    try {
      check(open("cpu"), GRAPHS);
    } finally {
      System.clearProperty("flambeau.cpu.vectors");
    }
  }

  @Tag("opencl")
  @TestFactory
  Stream<DynamicTest> openCl() {
    return DevicesTest.strictOpenCl()
        .map(DeviceInfo::name)
        .map(name -> DynamicTest.dynamicTest(name, () -> check(open(name), GRAPHS_ON_OPENCL)));
  }
}
