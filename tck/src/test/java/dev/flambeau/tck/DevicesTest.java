package dev.flambeau.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.flambeau.backend.Admission.Verdict;
import dev.flambeau.backend.Backend;
import dev.flambeau.backend.BackendOptions;
import dev.flambeau.backend.Backends;
import dev.flambeau.backend.DeviceInfo;
import dev.flambeau.tck.cases.Case;
import dev.flambeau.tck.cases.Catalogue;
import dev.flambeau.tck.cases.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The catalogue on every device that is here: one test a family and device.
 *
 * <p>The build runs it once with the system's OpenCL drivers and once with rusticl on llvmpipe
 * alone, since two drivers that bring LLVM can abort one process.
 */
class DevicesTest {
  private static final Backends BACKENDS = Backends.discover();
  private static final List<Backend> OPEN = new ArrayList<>();

  /** The elements of a small case, and of the largest that runs where fma is emulated. */
  private static final int SMALL = 600;

  private static final int MOST_EMULATED = 20_000;

  private static final int REPORTED = 10;

  @AfterAll
  static void close() {
    OPEN.forEach(Backend::close);
  }

  @TestFactory
  Stream<DynamicNode> reference() {
    return Stream.of(catalogue("cpu:reference", BackendOptions.defaults()));
  }

  @TestFactory
  Stream<DynamicNode> cpu() {
    return Stream.of(1, 3, BackendOptions.defaults().threads())
        .distinct()
        .map(threads -> catalogue("cpu", BackendOptions.defaults().withThreads(threads)));
  }

  @TestFactory
  Stream<DynamicNode> cpuWithoutVectors() {
    System.setProperty("flambeau.cpu.vectors", "off");
    try {
      return Stream.of(catalogue("cpu", BackendOptions.defaults()));
    } finally {
      System.clearProperty("flambeau.cpu.vectors");
    }
  }

  @Tag("opencl")
  @TestFactory
  Stream<DynamicNode> openCl() {
    return strictOpenCl().map(device -> catalogue(device.name(), BackendOptions.defaults()));
  }

  @Tag("opencl")
  @Test
  void openClIsThereWhereItMustBe() {
    boolean here = strictOpenCl().findAny().isPresent();
    String seen =
        BACKENDS.devices().stream()
            .map(device -> device + " " + BACKENDS.admission(device))
            .collect(Collectors.joining(", "));
    if (!here && "1".equals(System.getenv("FLAMBEAU_REQUIRE_OPENCL"))) {
      fail("FLAMBEAU_REQUIRE_OPENCL is 1, and no OpenCL device is strict. Present: " + seen);
    }
    assumeTrue(here, "no strict OpenCL device");
  }

  /** The OpenCL devices that are here and exact. */
  static Stream<DeviceInfo> strictOpenCl() {
    return BACKENDS.devices().stream()
        .filter(device -> device.provider().equals("opencl"))
        .filter(device -> BACKENDS.admission(device).verdict() != Verdict.NOT_STRICT);
  }

  private static DynamicNode catalogue(String name, BackendOptions options) {
    DeviceInfo device = BACKENDS.find(name);
    Backend backend = BACKENDS.open(device, options);
    OPEN.add(backend);
    boolean emulated = BACKENDS.admission(device).verdict() == Verdict.STRICT_BY_EMULATION;
    Conformance conformance = Conformance.of(backend);
    Stream<DynamicNode> families =
        Catalogue.FAMILIES.stream()
            .map(
                family ->
                    DynamicTest.dynamicTest(
                        family.name(), () -> check(conformance, family, emulated)));
    return DynamicContainer.dynamicContainer(
        device + ", " + options.threads() + " threads", families);
  }

  private static void check(Conformance conformance, Family family, boolean emulated) {
    List<Case> cases = emulated ? share(family.cases()) : family.cases();
    assertEquals(List.of(), conformance.missing(cases), "neither a kernel nor a decomposition");
    List<Result> failures = conformance.run(cases).stream().filter(Result::failed).toList();
    assertTrue(
        failures.isEmpty(),
        () ->
            failures.size()
                + " of "
                + cases.size()
                + " cases failed, among them:\n"
                + failures.stream()
                    .limit(REPORTED)
                    .map(Result::message)
                    .collect(Collectors.joining("\n")));
    assertEquals(0, conformance.backend().memory().buffers(), "buffers that are still open");
  }

  /** Every second small case, and some of the large ones, which take other kernels. */
  private static List<Case> share(List<Case> cases) {
    Map<Boolean, List<Case>> bySize =
        cases.stream().collect(Collectors.partitioningBy(test -> test.elements() <= SMALL));
    return Stream.concat(
            every(2, bySize.get(true).stream()),
            every(16, bySize.get(false).stream().filter(test -> test.elements() <= MOST_EMULATED)))
        .toList();
  }

  private static Stream<Case> every(int nth, Stream<Case> cases) {
    List<Case> all = cases.toList();
    return IntStream.range(0, all.size()).filter(i -> i % nth == 0).mapToObj(all::get);
  }
}
