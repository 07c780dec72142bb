package dev.flambeau.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.backend.Admission;
import dev.flambeau.backend.Backend;
import dev.flambeau.backend.Backends;
import dev.flambeau.backend.Buffer;
import dev.flambeau.backend.DeviceClosedException;
import dev.flambeau.backend.DeviceInfo;
import dev.flambeau.backend.View;
import dev.flambeau.op.Contraction.MatMul;
import dev.flambeau.op.Conversion.Cast;
import dev.flambeau.op.DType;
import dev.flambeau.op.Fill;
import dev.flambeau.op.Movement.Reshape;
import dev.flambeau.op.Op;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.Unary;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CpuBackendTest {
  private static final TensorType THREE = new TensorType(DType.FLOAT32, Shape.of(3));

  private final Backend cpu = Devices.cpu(2);

  @AfterEach
  void close() {
    cpu.close();
  }

  @Test
  void bothDevicesAreFoundByName() {
    Backends backends = Backends.discover();
    DeviceInfo fast = backends.find("cpu");
    assertEquals("cpu", fast.name());
    assertEquals(Set.of(DType.FLOAT32, DType.INT32, DType.BOOL), fast.dtypes());
    DeviceInfo reference = backends.find("cpu:reference");
    assertEquals("cpu:reference", reference.name());
    assertEquals(Set.of(DType.values()), reference.dtypes());
    assertEquals(Admission.strict(), backends.admission(fast));
    assertEquals(Admission.strict(), backends.admission(reference));
  }

  private static boolean supports(Backend backend, Op op, List<TensorType> inputs) {
    return backend.supports(op, inputs, op.infer(inputs));
  }

  @Test
  void float64IsTheReferencesAlone() {
    TensorType wide = new TensorType(DType.FLOAT64, Shape.of(3));
    assertTrue(supports(cpu, new Unary.Exp(), List.of(THREE)));
    assertFalse(supports(cpu, new Unary.Exp(), List.of(wide)));
    assertFalse(supports(cpu, new Cast(DType.FLOAT64), List.of(THREE)));
    assertFalse(supports(cpu, new Fill(DType.FLOAT64, Shape.SCALAR, 1), List.of()));
    assertFalse(supports(cpu, new Reshape(Shape.of(3, 1)), List.of(THREE)));
    assertThrows(IllegalArgumentException.class, () -> cpu.allocate(DType.FLOAT64, 1));
    try (Backend reference = Devices.reference()) {
      assertTrue(supports(reference, new Unary.Exp(), List.of(wide)));
      assertTrue(supports(reference, new Cast(DType.FLOAT64), List.of(THREE)));
    }
  }

  /** Left over in the pool is what was packed at once. */
  @Test
  void aProductOfManyRowsTakesLittleScratch() {
    int rows = 100_000;
    Shape[] shapes = {Shape.of(rows, 1), Shape.of(1, 3), Shape.of(rows, 3)};
    List<View> views = new ArrayList<>();
    for (Shape shape : shapes) {
      Buffer buffer = cpu.allocate(DType.FLOAT32, shape.elements());
      views.add(new View(buffer, 0, THREE.with(shape)));
    }
    cpu.run(new MatMul(false, false), views.subList(0, 2), views.subList(2, 3));
    long scratch = cpu.memory().pooledBytes();
    assertTrue(scratch < 32 << 20, scratch + " bytes");
  }

  @Test
  void theHostsBytesAreTakenFromTheirPositionInMachineOrder() {
    ByteBuffer bytes = ByteBuffer.allocateDirect(20).order(ByteOrder.nativeOrder());
    bytes.putFloat(4, 1f).putFloat(8, -0f).putFloat(12, Float.MIN_VALUE);
    bytes.position(4).limit(16);
    // The buffer's own order is not asked for: it is a property of the view, not of the bytes.
    ByteBuffer otherOrder = bytes.duplicate().order(ByteOrder.BIG_ENDIAN);
    try (Buffer buffer = cpu.allocate(DType.FLOAT32, 5)) {
      View view = new View(buffer, 1, THREE);
      cpu.write(otherOrder, view);
      ByteBuffer back = ByteBuffer.allocate(14).position(2);
      cpu.read(view, back);
      assertEquals(2, back.position());
      float[] values = new float[3];
      back.order(ByteOrder.nativeOrder()).asFloatBuffer().get(values);
      assertArrayEquals(new float[] {1f, -0f, Float.MIN_VALUE}, values);
    }
  }

  @Test
  void aLengthThatDoesNotFitIsRefusedWithNumbers() {
    try (Buffer buffer = cpu.allocate(DType.FLOAT32, 3)) {
      View view = new View(buffer, 0, THREE);
      IllegalArgumentException write =
          assertThrows(
              IllegalArgumentException.class, () -> cpu.write(ByteBuffer.allocate(13), view));
      assertEquals(
          "write: (3) FLOAT32 takes 12 bytes, the host's buffer has 13 remaining",
          write.getMessage());
      IllegalArgumentException read =
          assertThrows(
              IllegalArgumentException.class,
              () -> cpu.read(view, ByteBuffer.allocate(12).position(4)));
      assertEquals(
          "read: (3) FLOAT32 takes 12 bytes, the host's buffer has 8 remaining", read.getMessage());
    }
  }

  @Test
  void aClosedBackendRefusesWork() {
    Buffer open = cpu.allocate(DType.FLOAT32, 3);
    cpu.close();
    View view = new View(open, 0, THREE);
    DeviceClosedException thrown =
        assertThrows(
            DeviceClosedException.class,
            () -> cpu.run(new Unary.Neg(), List.of(view), List.of(view)));
    assertEquals("cpu: used after it was closed", thrown.getMessage());
    assertThrows(DeviceClosedException.class, () -> cpu.allocate(DType.FLOAT32, 1));
    open.close();
    assertEquals(0, cpu.memory().usedBytes());
    assertEquals(0, cpu.memory().pooledBytes());
  }

  /** From large to tiny ones: a sum in any other order has another last bit. */
  private static HostTensor numbers(int... sizes) {
    Random random = new Random(7);
    float[] values = new float[Shape.of(sizes).elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (random.nextFloat() - 0.5f) * Math.scalb(1f, random.nextInt(40) - 20);
    }
    return HostTensor.floats(Shape.of(sizes), values);
  }

  @Test
  void manyUserThreadsAtOnceGetTheResultsOfOne() throws Exception {
    HostTensor[] operands = {numbers(70, 300), numbers(200, 300)};
    MatMul op = new MatMul(false, true);
    List<HostTensor> alone = HostTensor.run(cpu, op, operands);
    ExecutorService users = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> runs = new ArrayList<>();
      for (int user = 0; user < 8; user++) {
        runs.add(
            users.submit(
                () -> {
                  for (int i = 0; i < 20; i++) {
                    HostTensor.assertSameBits(alone, HostTensor.run(cpu, op, operands), "user");
                  }
                }));
      }
      for (Future<?> run : runs) {
        run.get();
      }
    } finally {
      users.shutdown();
    }
    assertEquals(0, cpu.memory().usedBytes());
  }
}
