package dev.flambeau.opencl.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.backend.MemoryUse;
import dev.flambeau.backend.OutOfDeviceMemoryException;
import dev.flambeau.op.DType;
import dev.flambeau.opencl.OpenClDevices;
import dev.flambeau.opencl.device.Handles;
import dev.flambeau.opencl.device.OpenClDevice;
import dev.flambeau.opencl.device.Platforms;
import dev.flambeau.opencl.device.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeviceMemoryTest {
  private int before;
  private Session session;
  private DeviceMemory memory;

  @BeforeEach
  void open() {
    OpenClDevices.all();
    OpenClDevice device = Platforms.devices().get(0);
    before = Handles.open();
    session = new Session(device);
    memory = new DeviceMemory(session);
  }

  @AfterEach
  void closesEveryHandle() {
    memory.close();
    session.close();
    assertEquals(before, Handles.open());
  }

  @Test
  void sizesAreRoundedUpByAFifthAtMost() {
    assertEquals(256, DeviceMemory.sizeClass(0));
    assertEquals(256, DeviceMemory.sizeClass(256));
    assertEquals(320, DeviceMemory.sizeClass(257));
    assertEquals(1024, DeviceMemory.sizeClass(1024));
    for (long bytes = 257; bytes < 100_000; bytes += 37) {
      long rounded = DeviceMemory.sizeClass(bytes);
      assertTrue(rounded >= bytes && rounded <= bytes + bytes / 4, bytes + " to " + rounded);
      assertEquals(rounded, DeviceMemory.sizeClass(rounded));
    }
  }

  @Test
  void whatIsClosedServesTheNextOfItsSize() {
    DeviceBuffer first = memory.allocate(DType.FLOAT32, 250);
    assertEquals(new MemoryUse(1024, 0, 1), memory.use());
    first.close();
    first.close();
    assertEquals(new MemoryUse(0, 1024, 0), memory.use());
    int handles = Handles.open();
    try (DeviceBuffer second = memory.allocate(DType.INT32, 256)) {
      assertEquals(first.memory(), second.memory());
      assertEquals(handles, Handles.open());
    }
  }

  @Test
  void noMemoryServesTwiceWhereReuseIsOff() {
    System.setProperty("flambeau.opencl.reuse", "false");
    try (DeviceMemory once = new DeviceMemory(session)) {
      DeviceBuffer first = once.allocate(DType.FLOAT32, 250);
      assertEquals(new MemoryUse(1000, 0, 1), once.use());
      first.close();
      DeviceBuffer second = once.allocate(DType.FLOAT32, 250);
      assertNotEquals(first.memory(), second.memory());
      assertEquals(new MemoryUse(1000, 1000, 1), once.use());
      second.close();
      once.allocate(DType.BOOL, 0);
      assertEquals(new MemoryUse(1, 2000, 1), once.use());
    } finally {
      System.clearProperty("flambeau.opencl.reuse");
    }
  }

  @Test
  void noMoreIsHeldThanThereIs() {
    System.setProperty("flambeau.opencl.memory", "4k");
    try (DeviceMemory small = new DeviceMemory(session)) {
      DeviceBuffer half = small.allocate(DType.FLOAT32, 512);
      small.allocate(DType.FLOAT32, 256).close();
      small.allocate(DType.FLOAT32, 512);
      assertEquals(new MemoryUse(4096, 0, 2), small.use(), "what was pooled made room");
      assertEquals(
          session.device().info()
              + ": no room for 256 bytes of the 4096 that there are. Held: 4096 bytes in 2 buffers;"
              + " the pool was emptied. Use a smaller batch, or close scopes earlier."
              + " (-Dflambeau.opencl.memory=BYTES sets what there is.)",
          assertThrows(OutOfDeviceMemoryException.class, () -> small.allocate(DType.BOOL, 1))
              .getMessage());
      half.close();
      small.allocate(DType.BOOL, 1);
      assertEquals(new MemoryUse(2048 + 256, 0, 2), small.use());
    } finally {
      System.clearProperty("flambeau.opencl.memory");
    }
  }

  @Test
  void buffersThatAreOpenGoWithTheMemory() {
    DeviceBuffer left = memory.allocate(DType.BOOL, 0);
    memory.close();
    left.close();
    assertEquals(new MemoryUse(0, 0, 0), memory.use());
  }

  @Test
  void whatIsTooLargeIsRefusedWithWhatIsHeld() {
    try (DeviceBuffer held = memory.allocate(DType.FLOAT32, 64)) {
      long most = session.device().largestAllocation();
      if (most < 8L * Integer.MAX_VALUE / 2) {
        OutOfDeviceMemoryException refusal =
            assertThrows(
                OutOfDeviceMemoryException.class,
                () -> memory.allocate(DType.FLOAT32, Integer.MAX_VALUE));
        assertTrue(refusal.getMessage().contains("was asked for"), refusal.getMessage());
      }
      assertEquals(256, memory.use().usedBytes());
    }
  }
}
