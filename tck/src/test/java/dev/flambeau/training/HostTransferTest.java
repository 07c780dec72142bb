package dev.flambeau.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.backend.DeviceInfo;
import dev.flambeau.op.DType;
import dev.flambeau.op.Shape;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.HostTensor;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.error.ClosedTensorException;
import dev.flambeau.tensor.error.OutOfHostMemoryException;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Elements to a device, between two and back, in one part and in several. */
class HostTransferTest {
  /** How many bytes go at once. */
  private static final int PART = 1 << 24;

  static Stream<Arguments> typesAndSizes() {
    return Stream.of(DType.values())
        .flatMap(
            dtype ->
                Stream.of(0, 1, 16, 17, PART / dtype.bytes() - 1, PART / dtype.bytes() + 1)
                    .map(size -> Arguments.of(dtype, size)));
  }

  private static HostTensor numbered(DType dtype, int size) {
    return switch (dtype) {
      case FLOAT32 -> {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
          values[i] = i % 1009 - 500.5f;
        }
        yield HostTensor.of(values, size);
      }
      case FLOAT64 -> {
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
          values[i] = i / 3.0;
        }
        yield HostTensor.of(values, size);
      }
      case INT32 -> {
        int[] values = new int[size];
        for (int i = 0; i < size; i++) {
          values[i] = i * 31 - 7;
        }
        yield HostTensor.of(values, size);
      }
      case BOOL -> {
        boolean[] values = new boolean[size];
        for (int i = 0; i < size; i++) {
          values[i] = i % 3 == 1;
        }
        yield HostTensor.of(values, size);
      }
    };
  }

  private static void assertSame(HostTensor expected, HostTensor actual) {
    assertEquals(expected.type(), actual.type());
    assertTrue(Objects.deepEquals(expected.array(), actual.array()), "the values");
  }

  @ParameterizedTest(name = "{0}, {1} elements")
  @MethodSource("typesAndSizes")
  void everyElementComesBack(DType dtype, int size) {
    HostTensor expected = numbered(dtype, size);
    try (Device device = Device.open("cpu:reference");
        Device other = Device.open("cpu:reference");
        Scope scope = Scope.open()) {
      Tensor x = device.tensor(expected);
      assertSame(expected, x.toHost());
      Tensor moved = x.to(other);
      assertSame(expected, moved.toHost());
      Tensor copy = device.full(dtype, 0, Shape.of(size));
      copy.copyFrom(moved);
      assertSame(expected, copy.toHost());
      Tensor written = device.full(dtype, 0, Shape.of(size));
      written.write(expected);
      assertSame(expected, written.toHost());
    }
  }

  /** A part that begins within a larger buffer, on every device. */
  @ParameterizedTest
  @MethodSource("devices")
  void aSliceOfSeveralParts(String name) {
    int row = PART / Float.BYTES + 5;
    float[] values = ((HostTensor.Floats) numbered(DType.FLOAT32, 3 * row)).values();
    try (Device device = Device.open(name);
        Scope scope = Scope.open()) {
      Tensor x = device.tensor(values, 3, row);
      Tensor middle = x.slice(0, 1, 2);
      float[] expected = Arrays.copyOfRange(values, row, 2 * row);
      assertArrayEquals(expected, middle.toFloats());
      Arrays.fill(expected, 7);
      middle.write(expected);
      System.arraycopy(expected, 0, values, row, row);
      assertArrayEquals(values, x.toFloats());
    }
  }

  static Stream<String> devices() {
    return Device.all().stream().map(DeviceInfo::name);
  }

  /** More bytes than a ByteBuffer holds; it takes 6 GB, so only where they are. */
  @ParameterizedTest
  @ValueSource(strings = {"cpu"})
  void moreThanTwoGigabytes(String name) {
    Assumptions.assumeTrue(Runtime.getRuntime().maxMemory() > 6L << 30, "a heap of 6 GB");
    int size = (1 << 29) + 3;
    try (Device device = Device.open(name);
        Tensor x = device.full(DType.FLOAT32, 2, Shape.of(size))) {
      float[] values = x.toFloats();
      assertEquals(2, values[size - 1]);
      values[size - 1] = 5;
      x.write(values);
      assertEquals(5, x.slice(0, size - 1, size).item());
    }
  }

  @Test
  void lackOfHeapIsTyped() {
    int size = (int) Math.min(Runtime.getRuntime().maxMemory() / 8, 1 << 28);
    Assumptions.assumeTrue(Runtime.getRuntime().maxMemory() < 2L << 30, "a small heap");
    try (Device device = Device.open("cpu");
        Tensor x = device.full(DType.FLOAT32, 1, Shape.of(size))) {
      float[][] full = new float[64][];
      OutOfHostMemoryException thrown =
          assertThrows(
              OutOfHostMemoryException.class,
              () -> {
                for (int i = 0; i < full.length; i++) {
                  full[i] = x.toFloats();
                }
              });
      assertTrue(
          thrown.getMessage().startsWith("toFloats: no room for " + 4L * size + " bytes on Java's"),
          thrown.getMessage());
      assertTrue(thrown.getMessage().endsWith("give Java more with -Xmx."), thrown.getMessage());
    }
  }

  @Test
  void writeTakesItsOwnTypeAlone() {
    try (Device device = Device.open("cpu")) {
      Tensor x = device.ones(2, 2);
      assertEquals(
          "write: the values must be (2, 2) FLOAT32, were given as (4) FLOAT32",
          assertThrows(ShapeMismatchException.class, () -> x.write(HostTensor.of(new float[4], 4)))
              .getMessage());
      assertThrows(ShapeMismatchException.class, () -> x.write(HostTensor.of(new int[4], 2, 2)));
      x.close();
      assertThrows(ClosedTensorException.class, () -> x.write(HostTensor.of(new float[4], 2, 2)));
    }
  }
}
