package dev.flambeau.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.BackendOptions;
import dev.flambeau.backend.Backends;
import dev.flambeau.op.Contraction.Linear;
import dev.flambeau.op.Contraction.MatMul;
import dev.flambeau.op.FusedContraction;
import dev.flambeau.op.Op;
import dev.flambeau.op.TensorType;
import dev.flambeau.opencl.device.OpenClDevice;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each tile that products are compiled for gives the reference's bits, whatever vectors the
 * processor has: at the edges of tiles, panels and leaves, as operands lie in each of four ways.
 */
class MatmulTilesTest {
  private static final long SEED = Long.getLong("flambeau.seed", 1);

  private static final int[][] SIZES = {
    {1, 1, 100},
    {1, 512, 64},
    {1, 96, 1030},
    {200, 1, 33},
    {3, 5, 257},
    {4, 8, 64},
    {12, 32, 65},
    {13, 33, 130},
    {24, 96, 1024},
    {25, 97, 1025},
    {61, 70, 30},
    {64, 10, 512},
    {10, 300, 64},
    {40, 70, 0}
  };

  private final Backends backends = Backends.discover();

  @AfterEach
  void forget() {
    System.clearProperty("flambeau.opencl.kernels");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 8, 16})
  void givesTheBitsOfTheReference(int nativeFloats) {
    System.setProperty("flambeau.opencl.kernels", "cpu");
    OpenClDevice device = OpenClDevices.PROVIDER.find(OpenClDevices.first());
    Probe.Outcome found = OpenClDevices.PROVIDER.outcome(device.info());
    try (Backend reference = reference();
        Backend tested = new OpenClBackend(device.withNativeFloats(nativeFloats), found)) {
      for (int[] size : SIZES) {
        for (int way = 0; way < 4; way++) {
          MatMul op = new MatMul(way % 2 == 1, way / 2 == 1);
          TensorType a = Products.matrix(size[0], size[2], op.transposeA());
          TensorType b = Products.matrix(size[2], size[1], op.transposeB());
          check(reference, tested, op, List.of(a, b), nativeFloats);
          FusedContraction chosen = Products.thenWhereAbove(op, List.of(a, b));
          check(reference, tested, chosen, List.of(a, b, chosen.product()), nativeFloats);
        }
        TensorType bias = HostTensor.floats(size[1]);
        TensorType x = Products.matrix(size[0], size[2], false);
        TensorType w = Products.matrix(size[1], size[2], false);
        check(reference, tested, new Linear(), List.of(x, w, bias), nativeFloats);
        FusedContraction relu = Products.thenRelu(new Linear(), List.of(x, w, bias));
        check(reference, tested, relu, List.of(x, w, bias), nativeFloats);
      }
    }
  }

  /** Operands too large to be read where they lie. */
  @Test
  void packsBothOperandsOfALargeProduct() {
    try (Backend reference = reference();
        Backend tested = OpenClDevices.open(OpenClDevices.first())) {
      List<TensorType> types =
          List.of(Products.matrix(701, 1500, false), Products.matrix(1500, 703, false));
      check(reference, tested, new MatMul(false, false), types, 0);
    }
  }

  private Backend reference() {
    return backends.open(backends.find("cpu:reference"), BackendOptions.defaults());
  }

  private static void check(
      Backend reference, Backend tested, Op op, List<TensorType> types, int nativeFloats) {
    Random random = new Random(SEED);
    List<HostTensor> inputs = types.stream().map(type -> HostTensor.random(type, random)).toList();
    assertArrayEquals(
        HostTensor.run(reference, op, inputs).get(0).bits(),
        HostTensor.run(tested, op, inputs).get(0).bits(),
        () -> op + " of " + types + ", vectors of " + nativeFloats + ", seed " + SEED);
  }
}
