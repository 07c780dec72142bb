package dev.flambeau.cpu.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.backend.MemoryUse;
import dev.flambeau.backend.OutOfDeviceMemoryException;
import dev.flambeau.backend.View;
import dev.flambeau.op.DType;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import org.junit.jupiter.api.Test;

class HostMemoryTest {
  private final HostMemory memory = new HostMemory("cpu", 1 << 20);

  private static HostArray arrayOf(HostBuffer buffer) {
    return HostBuffer.array(
        new View(buffer, 0, new TensorType(buffer.dtype(), Shape.of(buffer.elements()))));
  }

  @Test
  void aClosedBuffersArrayServesTheNextOfItsClass() {
    HostBuffer first = memory.allocate(DType.FLOAT32, 1000);
    HostArray array = arrayOf(first);
    first.close();
    HostBuffer other = memory.allocate(DType.INT32, 1000);
    assertNotSame(array, arrayOf(other));
    HostBuffer next = memory.allocate(DType.FLOAT32, 1020);
    assertSame(array, arrayOf(next));
    assertEquals(1020, next.elements());
  }

  @Test
  void closingTwiceGivesBackOnce() {
    HostBuffer first = memory.allocate(DType.FLOAT32, 16);
    HostBuffer second = memory.allocate(DType.FLOAT32, 16);
    assertEquals(new MemoryUse(128, 0, 2), memory.use());
    first.close();
    first.close();
    assertEquals(new MemoryUse(64, 64, 1), memory.use());
    second.close();
    assertEquals(new MemoryUse(0, 128, 0), memory.use());
    memory.close();
    assertEquals(new MemoryUse(0, 0, 0), memory.use());
  }

  @Test
  void aClosedBufferIsNotRead() {
    HostBuffer buffer = memory.allocate(DType.BOOL, 3);
    buffer.close();
    IllegalStateException thrown = assertThrows(IllegalStateException.class, () -> arrayOf(buffer));
    assertEquals("buffer: closed, but (3) BOOL in it is used", thrown.getMessage());
  }

  @Test
  void thePoolKeepsNoMoreThanItsBound() {
    memory.allocate(DType.FLOAT32, 1 << 19).close();
    assertEquals(0, memory.use().pooledBytes());
    memory.allocate(DType.FLOAT32, 1 << 18).close();
    memory.allocate(DType.INT32, 1 << 18).close();
    assertEquals(1 << 20, memory.use().pooledBytes());
  }

  @Test
  void sizeClassesWasteLittleAndAreTheirOwnClass() {
    for (int elements = 0; elements < 100_000; elements++) {
      int length = HostMemory.sizeClass(elements);
      assertTrue(length >= elements && length <= Math.max(64, elements * 5L / 4 + 1));
      assertEquals(length, HostMemory.sizeClass(length));
    }
    assertEquals(Integer.MAX_VALUE, HostMemory.sizeClass(Integer.MAX_VALUE));
  }

  /** No Java array is this long, so no heap can be large enough. */
  @Test
  void whereThereIsNoRoomTheMessageSaysWhatIsHeld() {
    HostBuffer held = memory.allocate(DType.FLOAT32, 16);
    memory.allocate(DType.FLOAT32, 64).close();
    OutOfDeviceMemoryException thrown =
        assertThrows(
            OutOfDeviceMemoryException.class,
            () -> memory.allocate(DType.FLOAT64, Integer.MAX_VALUE));
    assertEquals(
        "cpu: no room for 17179869176 bytes, 2147483647 elements of FLOAT64. Held: 64 bytes in 1"
            + " buffers; the pool was emptied and the allocation tried twice. Use a smaller batch,"
            + " close scopes earlier, or give Java more memory with -Xmx.",
        thrown.getMessage());
    assertEquals(new MemoryUse(64, 0, 1), memory.use());
    held.close();
  }
}
