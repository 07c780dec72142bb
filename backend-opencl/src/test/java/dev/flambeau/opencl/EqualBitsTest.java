package dev.flambeau.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.backend.Admission.Verdict;
import dev.flambeau.backend.Backend;
import dev.flambeau.backend.BackendOptions;
import dev.flambeau.backend.Backends;
import dev.flambeau.backend.DeviceInfo;
import dev.flambeau.op.Composite;
import dev.flambeau.op.Op;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every device that is here gives the bits of cpu:reference, with the kernels of either class. */
class EqualBitsTest {
  private static final long SEED = Long.getLong("flambeau.seed", 1);

  /** Emulated fma is slow, an interpreted kernel slower, and larger sizes are the same code. */
  private static final long MOST_EMULATED = 7000;

  private static final long MOST_INTERPRETED = 600;

  private static final Map<String, Backend> DEVICES = new TreeMap<>();
  private static Backend reference;

  @BeforeAll
  static void open() {
    Backends backends = Backends.discover();
    reference = backends.open(backends.find("cpu:reference"), BackendOptions.defaults());
    for (DeviceInfo device : OpenClDevices.all()) {
      for (String kernels : List.of("cpu", "gpu")) {
        System.setProperty("flambeau.opencl.kernels", kernels);
        DEVICES.put(device.name() + " with kernels for " + kernels, OpenClDevices.open(device));
      }
    }
    System.clearProperty("flambeau.opencl.kernels");
  }

  @AfterAll
  static void close() {
    DEVICES.values().forEach(Backend::close);
    reference.close();
  }

  static Stream<Cases.Case> all() {
    return Cases.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  void kernelsAgreeWithTheReference(Cases.Case one) {
    for (boolean tricky : new boolean[] {false, true}) {
      Random random = new Random(SEED);
      List<HostTensor> inputs =
          one.inputs().stream().map(type -> HostTensor.random(type, random, tricky)).toList();
      List<HostTensor> expected = HostTensor.run(reference, one.op(), inputs);
      DEVICES.forEach(
          (name, device) -> {
            if (isWorthIt(device, one)) {
              String message = one + " on " + name + ", seed " + SEED + ", tricky " + tricky;
              check(expected, HostTensor.run(device, one.op(), inputs), message);
            }
          });
    }
  }

  private static boolean isWorthIt(Backend device, Cases.Case one) {
    long elements = one.inputs().stream().mapToLong(type -> type.elements()).sum();
    DeviceInfo info = device.device();
    if (info.platform().startsWith("Oclgrind")) {
      return elements <= MOST_INTERPRETED;
    }
    return elements <= MOST_EMULATED
        || OpenClDevices.PROVIDER.admission(info).verdict() == Verdict.STRICT;
  }

  private static void check(List<HostTensor> expected, List<HostTensor> actual, String message) {
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i).bits(), actual.get(i).bits(), message + ", output " + i);
    }
  }

  /** The kit has cases of every op; here each family of kernels has one, which composites lack. */
  @Test
  void everyFamilyHasACase() {
    Set<Class<?>> missing =
        Op.all().stream()
            .filter(op -> !Composite.class.isAssignableFrom(op))
            .map(EqualBitsTest::family)
            .collect(Collectors.toSet());
    assertTrue(missing.size() > 10, "only " + missing.size() + " families");
    Cases.all().forEach(one -> missing.remove(family(one.op().getClass())));
    assertEquals(Set.of(), missing);
  }

  private static Class<?> family(Class<? extends Op> op) {
    return op.getEnclosingClass() == null ? op : op.getEnclosingClass();
  }
}
