package dev.flambeau.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.backend.Backend;
import dev.flambeau.cpu.kernel.KernelTable;
import dev.flambeau.cpu.memory.HostMemory;
import dev.flambeau.cpu.parallel.ParallelKernels;
import dev.flambeau.cpu.parallel.Workers;
import dev.flambeau.cpu.reference.ReferenceKernels;
import dev.flambeau.op.Op;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code cpu}, with any number of threads, gives the bits of {@code cpu:reference}. */
class EqualBitsTest {
  private static final long SEED = Long.getLong("flambeau.seed", 1);

  private static Backend reference;
  private static final Map<String, Backend> DEVICES = new TreeMap<>();

  @BeforeAll
  static void open() {
    reference = Devices.reference();
    for (int threads = 1; threads <= 3; threads++) {
      DEVICES.put(threads + " threads", Devices.cpu(threads));
      DEVICES.put(threads + " threads without vectors", Devices.plain(threads));
    }
  }

  @AfterAll
  static void close() {
    DEVICES.values().forEach(Backend::close);
    reference.close();
  }

  static Stream<Cases.Case> all() {
    return Cases.all();
  }

  static Stream<Cases.Case> composed() {
    return Cases.composed();
  }

  @ParameterizedTest
  @MethodSource("all")
  void kernelsAgreeWithTheReference(Cases.Case one) {
    for (Values kind : Values.values()) {
      HostTensor[] inputs = kind.inputs(one.inputs(), SEED);
      List<HostTensor> expected = HostTensor.run(reference, one.op(), inputs);
      DEVICES.forEach(
          (name, device) -> {
            List<HostTensor> actual = HostTensor.run(device, one.op(), inputs);
            String message = one + ", " + kind + ", " + name + ", seed " + SEED;
            HostTensor.assertSameBits(expected, actual, message);
          });
    }
  }

  @ParameterizedTest
  @MethodSource("composed")
  void fusedKernelsAgreeWithTheirDecompositions(Cases.Case one) {
    for (Values kind : Values.values()) {
      HostTensor[] inputs = kind.inputs(one.inputs(), SEED);
      List<HostTensor> expected =
          HostTensor.runDecomposed(DEVICES.get("2 threads"), one.op(), inputs);
      List<HostTensor> actual = HostTensor.run(DEVICES.get("2 threads"), one.op(), inputs);
      HostTensor.assertSameBits(expected, actual, one + ", " + kind + ", seed " + SEED);
    }
  }

  /**
   * The kit has cases of every op; here those are asked for that {@code cpu} computes its own way.
   */
  @Test
  void everyKernelOfItsOwnHasACase() {
    KernelTable start = ReferenceKernels.table();
    Set<Class<? extends Op>> own;
    try (Workers workers = new Workers(1)) {
      KernelTable table = new ParallelKernels().over(start, workers, new HostMemory("cpu", 0));
      own =
          Op.all().stream()
              .filter(table::has)
              .filter(op -> !start.has(op) || table.get(op) != start.get(op))
              .collect(Collectors.toSet());
    }
    assertTrue(own.size() > 20, "only " + own.size() + " kernels of its own");
    own.removeAll(Cases.all().map(one -> one.op().getClass()).collect(Collectors.toSet()));
    assertEquals(Set.of(), own);
  }

  @Test
  void nothingIsLeftInUse() {
    Cases.all()
        .forEach(
            one ->
                HostTensor.run(
                    DEVICES.get("2 threads"),
                    one.op(),
                    Values.ORDINARY.inputs(one.inputs(), SEED)));
    assertEquals(0, DEVICES.get("2 threads").memory().usedBytes());
    assertEquals(0, DEVICES.get("2 threads").memory().buffers());
  }
}
