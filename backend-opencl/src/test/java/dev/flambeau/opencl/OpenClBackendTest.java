package dev.flambeau.opencl;

import static dev.flambeau.opencl.HostTensor.floats;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.Buffer;
import dev.flambeau.backend.DeviceClosedException;
import dev.flambeau.backend.DeviceInfo;
import dev.flambeau.backend.PreparedOp;
import dev.flambeau.backend.View;
import dev.flambeau.op.Binary;
import dev.flambeau.op.Contraction.MatMul;
import dev.flambeau.op.DType;
import dev.flambeau.op.Fill;
import dev.flambeau.op.Reduction;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.Unary;
import dev.flambeau.opencl.device.Handles;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OpenClBackendTest {
  private int before;
  private Backend backend;

  @BeforeEach
  void open() {
    OpenClDevices.all().forEach(OpenClDevices.PROVIDER::admission);
    before = Handles.open();
    backend = OpenClDevices.open(OpenClDevices.first());
  }

  @AfterEach
  void closesEveryHandle() {
    backend.close();
    assertEquals(before, Handles.open());
  }

  private View view(TensorType type) {
    return new View(backend.allocate(type.dtype(), type.elements()), 0, type);
  }

  /** Ops with scratch memory, then nothing in use; the pool goes when the backend is closed. */
  @Test
  void nothingIsLeftInUse() {
    Random random = new Random(1);
    TensorType rows = floats(30, 1030);
    List<HostTensor> inputs =
        List.of(HostTensor.random(rows, random), HostTensor.random(rows, random));
    HostTensor.run(backend, new MatMul(false, true), inputs);
    HostTensor.run(backend, new MatMul(true, false), inputs);
    HostTensor.run(backend, new Binary.Add(), inputs);
    HostTensor.run(backend, new Reduction.Sum(List.of(0, 1), false), inputs.subList(0, 1));
    assertEquals(0, backend.memory().usedBytes());
    assertEquals(0, backend.memory().buffers());
    assertTrue(backend.memory().pooledBytes() > 0);
    assertTrue(Handles.open() > before);
  }

  /** A host that does not wait is held back, and what it asked for is done in its order. */
  @Test
  void manyMoreLaunchesThanMayBeInFlight() {
    View x = view(floats(1000));
    backend.run(new Fill(DType.FLOAT32, Shape.of(1000), 0), List.of(), List.of(x));
    View y = view(floats(1000));
    View one = view(floats());
    backend.run(new Fill(DType.FLOAT32, Shape.SCALAR, 1), List.of(), List.of(one));
    for (int i = 0; i < 1001; i++) {
      backend.run(new Binary.Add(), List.of(i % 2 == 0 ? x : y, one), List.of(i % 2 == 0 ? y : x));
    }
    ByteBuffer sums = HostTensor.read(backend, y).bytes();
    for (int i = 0; i < 1000; i++) {
      assertEquals(1001f, sums.getFloat(4 * i));
    }
    x.buffer().close();
    y.buffer().close();
    one.buffer().close();
  }

  static List<DeviceInfo> devices() {
    return OpenClDevices.all();
  }

  /**
   * Each write takes its bytes with it, small or large, on every device: rusticl calls a write done
   * before it has read them, which showed once in some 3,000.
   */
  @ParameterizedTest
  @MethodSource("devices")
  void theSourceOfAWriteIsFreeAtOnce(DeviceInfo device) {
    try (Backend own = OpenClDevices.open(device)) {
      for (int elements : new int[] {5, 50_000}) {
        int writes = elements < 10 ? 6000 : 40;
        ByteBuffer source = ByteBuffer.allocateDirect(4 * elements).order(ByteOrder.nativeOrder());
        View x = new View(own.allocate(DType.FLOAT32, elements), 0, floats(elements));
        View all = new View(own.allocate(DType.FLOAT32, writes), 0, floats(writes));
        for (int i = 0; i < writes; i++) {
          for (int j = 0; j < elements; j++) {
            source.putFloat(4 * j, i);
          }
          own.write(source, x);
          View last = new View(x.buffer(), elements - 1, floats());
          own.run(new Unary.Neg(), List.of(last), List.of(new View(all.buffer(), i, floats())));
        }
        x.buffer().close();
        ByteBuffer read = HostTensor.read(own, all).bytes();
        for (int i = 0; i < writes; i++) {
          assertEquals(-(float) i, read.getFloat(4 * i), elements + " elements, write " + i);
        }
        all.buffer().close();
      }
    }
  }

  @Test
  void largeTransfersArriveWhole() {
    int elements = 12_000_001;
    View x = view(floats(elements));
    ByteBuffer source = ByteBuffer.allocate(4 * elements + 8).order(ByteOrder.nativeOrder());
    for (int i = 0; i < elements; i++) {
      source.putInt(8 + 4 * i, i * 31);
    }
    source.position(8);
    backend.write(source, x);
    assertEquals(8, source.position(), "the caller's position");
    ByteBuffer target = ByteBuffer.allocate(4 * elements);
    backend.read(x, target);
    assertEquals(0, target.position());
    assertEquals(source.slice(), target);
    x.buffer().close();
  }

  @Test
  void severalThreadsAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<int[]> work =
          () -> {
            Random random = new Random(7);
            int[] last = {};
            for (int i = 0; i < 20; i++) {
              HostTensor a = HostTensor.random(floats(40, 90), new Random(3));
              HostTensor b = HostTensor.random(floats(90, 80), new Random(4));
              last = HostTensor.run(backend, new MatMul(false, false), List.of(a, b)).get(0).bits();
              HostTensor c = HostTensor.random(floats(random.nextInt(3000)), random);
              HostTensor.run(backend, new Unary.Relu(), List.of(c));
            }
            return last;
          };
      int[] alone = work.call();
      for (Future<int[]> result : threads.invokeAll(List.of(work, work, work, work))) {
        assertArrayEquals(alone, result.get());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void typesThatItLacksAreRefused() {
    Fill wide = new Fill(DType.FLOAT64, Shape.of(2), 1);
    assertFalse(backend.supports(wide, List.of(), wide.infer(List.of())));
    assertEquals(
        backend.device().name() + ": cannot hold 3 elements of FLOAT64",
        assertThrows(IllegalArgumentException.class, () -> backend.allocate(DType.FLOAT64, 3))
            .getMessage());
  }

  @Test
  void aLengthThatDoesNotFitIsNamed() {
    View x = view(floats(3));
    assertEquals(
        "write: (3) FLOAT32 takes 12 bytes, the host's buffer has 8 remaining",
        assertThrows(IllegalArgumentException.class, () -> backend.write(ByteBuffer.allocate(8), x))
            .getMessage());
    x.buffer().close();
  }

  @Test
  void afterItIsClosedItRefuses() {
    Buffer left = backend.allocate(DType.FLOAT32, 10);
    backend.close();
    backend.close();
    left.close();
    assertEquals(
        backend.device().name() + ": used after it was closed",
        assertThrows(DeviceClosedException.class, backend::synchronize).getMessage());
  }

  /** Scratch memory, of packed panels and of a sum's blocks, must be its own in every run. */
  @Test
  void aPreparedOpGivesTheBitsOfOneThatIsRun() {
    Random random = new Random(1);
    HostTensor left = HostTensor.random(floats(70, 300), random);
    HostTensor right = HostTensor.random(floats(90, 300), random);
    MatMul product = new MatMul(false, true);
    Reduction.Sum sum = new Reduction.Sum(List.of(0, 1), false);
    List<HostTensor> c = HostTensor.run(backend, product, List.of(left, right));
    int[] total = HostTensor.run(backend, sum, c).get(0).bits();
    View a = view(left.type());
    View b = view(right.type());
    View between = view(floats(70, 90));
    View y = view(floats());
    backend.write(right.bytes().clear(), b);
    int open = Handles.open();
    try (PreparedOp multiply = backend.prepare(product, List.of(a, b), List.of(between));
        PreparedOp add = backend.prepare(sum, List.of(between), List.of(y))) {
      assertTrue(Handles.open() > open, "they have kernels of their own");
      assertEquals(2, add.launches(), "sums of blocks, and their sum");
      for (HostTensor given : List.of(left, HostTensor.zeros(left.type()), left)) {
        backend.write(given.bytes().clear(), a);
        multiply.run();
        add.run();
        int[] expected = given == left ? total : new int[1];
        assertArrayEquals(expected, HostTensor.read(backend, y).bits());
      }
      assertArrayEquals(c.get(0).bits(), HostTensor.read(backend, between).bits());
    }
    assertEquals(4, backend.memory().buffers());
  }
}
