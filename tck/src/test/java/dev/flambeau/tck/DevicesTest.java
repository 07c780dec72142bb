package dev.flambeau.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.flambeau.backend.Admission.Verdict;
import dev.flambeau.backend.Backend;
import dev.flambeau.backend.BackendOptions;
import dev.flambeau.backend.Backends;
import dev.flambeau.backend.DeviceClass;
import dev.flambeau.backend.DeviceInfo;
import dev.flambeau.op.Composite;
import dev.flambeau.op.CrossEntropy;
import dev.flambeau.op.Fused;
import dev.flambeau.op.OptimizerUpdate;
import dev.flambeau.tck.cases.Case;
import dev.flambeau.tck.catalogue.Catalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
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
 * alone, since two drivers that bring LLVM can abort one process; and, on {@code cpu}, once more
 * for every other width of vectors. Continuous integration runs it with Oclgrind alone, too.
 */
class DevicesTest {
  private static final Backends BACKENDS = Backends.discover();
  private static final List<Backend> OPEN = new ArrayList<>();

  /** As many threads as share out little evenly. */
  private static final int THREE = 3;

  /** Which OpenCL kernels a device that is opened gets: those for CPUs, or those for GPUs. */
  private static final String KERNELS = "flambeau.opencl.kernels";

  // Where fma is emulated, a driver compiles what it would not run, and Oclgrind interprets.
  private static final Sample EMULATED = new Sample(8, 4, 20_000);
  private static final Sample OTHER_KERNELS = new Sample(8, 6, 100_000);
  private static final Sample INTERPRETED = new Sample(4, 0, 300);

  // On another Java the same kernels are compiled.
  private static final Sample ONCE_MORE = new Sample(3, 2, 100_000);

  // Of ops whose kernels are written for them each case is one to compile.
  private static final Sample COMPILED = new Sample(40, 40, Long.MAX_VALUE);
  private static final Set<Class<?>> WRITTEN =
      Set.of(Composite.class, Fused.class, OptimizerUpdate.class, CrossEntropy.class);

  /** Whether it is a second run, on another Java: the same kernels are compiled then. */
  private static final boolean IS_AGAIN = Boolean.getBoolean("flambeau.again.skip");

  private static final int REPORTED = 10;

  @AfterAll
  static void close() {
    OPEN.forEach(Backend::close);
  }

  @TestFactory
  Stream<DynamicNode> reference() {
    return Stream.of(open("cpu:reference", 1));
  }

  @TestFactory
  Stream<DynamicNode> cpu() {
    return Stream.of(open("cpu", 1));
  }

  @Tag("vectors")
  @TestFactory
  Stream<DynamicNode> cpuWithThreeThreads() {
    return Stream.of(open("cpu", THREE));
  }

  @TestFactory
  Stream<DynamicNode> cpuWithoutVectors() {
    System.setProperty("flambeau.cpu.vectors", "off");
    try {
      return Stream.of(open("cpu", THREE));
    } finally {
      System.clearProperty("flambeau.cpu.vectors");
    }
  }

  private static DynamicNode open(String name, int threads) {
    return catalogue(
        name + ", " + threads + " threads",
        BACKENDS.open(BACKENDS.find(name), BackendOptions.defaults().withThreads(threads)),
        UnaryOperator.identity());
  }

  @Tag("opencl")
  @TestFactory
  Stream<DynamicNode> openCl() {
    return strictOpenCl().flatMap(device -> Stream.of("cpu", "gpu").map(of -> openCl(device, of)));
  }

  private static DynamicNode openCl(DeviceInfo device, String kernels) {
    System.setProperty(KERNELS, kernels);
    try {
      boolean isOwn = kernels.equals(device.deviceClass() == DeviceClass.CPU ? "cpu" : "gpu");
      UnaryOperator<List<Case>> chosen =
          device.platform().startsWith("Oclgrind")
              ? INTERPRETED::of
              : BACKENDS.admission(device).verdict() == Verdict.STRICT_BY_EMULATION
                  ? EMULATED::of
                  : IS_AGAIN ? ONCE_MORE::of : isOwn ? DevicesTest::own : OTHER_KERNELS::of;
      return catalogue(
          device + ", kernels for " + kernels,
          BACKENDS.open(device, BackendOptions.defaults()),
          chosen);
    } finally {
      System.clearProperty(KERNELS);
    }
  }

  /** All cases of a family, but of one whose kernels are written for each. */
  private static List<Case> own(List<Case> family) {
    boolean isWritten =
        family.stream().anyMatch(test -> WRITTEN.stream().anyMatch(of -> of.isInstance(test.op())));
    return isWritten ? COMPILED.of(family) : family;
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

  private static DynamicNode catalogue(
      String title, Backend backend, UnaryOperator<List<Case>> chosen) {
    OPEN.add(backend);
    Conformance conformance = Conformance.of(backend);
    return DynamicContainer.dynamicContainer(
        title,
        Catalogue.FAMILIES.stream()
            .map(
                family ->
                    DynamicTest.dynamicTest(
                        family.name(), () -> check(conformance, chosen.apply(family.cases())))));
  }

  private static void check(Conformance conformance, List<Case> cases) {
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
    assertEquals(0, conformance.backend().memory().usedBytes(), "bytes that are still in use");
  }
}
