package dev.flambeau.opencl.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.backend.DeviceInfo;
import dev.flambeau.opencl.OpenClDevices;
import dev.flambeau.opencl.cache.Cache;
import dev.flambeau.opencl.device.Program.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_mem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program of one kernel, by its binary and without, on every device; what it computes tells. */
class ProgramCacheTest {
  private static final List<Source> SQUARES =
      List.of(
          new Source(
              "squares.cl",
              "__kernel void squares(__global int *y) {\n"
                  + "  int i = get_global_id(0);\n"
                  + "  y[i] = i * i + ADDEND;\n"
                  + "}\n"));

  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000);

  private final Map<String, String> before =
      Map.of(
          "flambeau.cache", System.getProperty("flambeau.cache", ""),
          "flambeau.cache.programs", System.getProperty("flambeau.cache.programs", ""));

  private List<OpenClDevice> devices = List.of();

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void keepProgramsHere() {
    OpenClDevices.all();
    devices = Platforms.devices(); // before the cache is this test's own, and knows no drivers
    System.setProperty("flambeau.cache", folder.toString());
    System.setProperty("flambeau.cache.programs", "on");
  }

  @AfterEach
  void asItWas() {
    before.forEach(System::setProperty);
  }

  @Test
  void theSecondProgramIsOfTheFirstOnesBinary() throws IOException {
    for (OpenClDevice device : devices) {
      assertSquares(device, 0);
      Path entry = only();
      byte[] binary = Files.readAllBytes(entry);
      Files.setLastModifiedTime(entry, LONG_AGO);
      assertSquares(device, 0);
      assertNotEquals(LONG_AGO, Files.getLastModifiedTime(entry), "it was read");
      assertArrayEquals(binary, Files.readAllBytes(entry), "and not written again");
      Files.delete(entry);
    }
  }

  @Test
  void anotherOptionIsAnotherProgram() throws IOException {
    for (OpenClDevice device : devices) {
      assertSquares(device, 0);
      assertSquares(device, 5);
      assertEquals(2, entries().size());
      assertSquares(device, 0);
      assertEquals(2, entries().size());
      for (Path entry : entries()) {
        Files.delete(entry);
      }
    }
  }

  @Test
  void aDamagedBinaryIsMadeAnew() throws IOException {
    for (OpenClDevice device : devices) {
      assertSquares(device, 0);
      Path entry = only();
      byte[] whole = Files.readAllBytes(entry);
      byte[] flipped = whole.clone();
      flipped[whole.length / 2] ^= 0x10;
      for (byte[] damaged : List.of(flipped, Arrays.copyOf(whole, whole.length / 2), new byte[0])) {
        Files.write(entry, damaged);
        assertSquares(device, 0);
        assertEquals(entry, only());
        assertTrue(Files.size(entry) > whole.length / 2, "a whole one lies there again");
      }
      Files.delete(entry);
    }
  }

  /** The digest is right, so it is the driver that says no: PoCL does, Mesa's rusticl aborts. */
  @Test
  void whatTheDriverRefusesIsMadeAnew() {
    DeviceInfo pocl = OpenClDevices.named("pocl");
    OpenClDevice device =
        devices.stream().filter(one -> one.info().equals(pocl)).findFirst().orElseThrow();
    String options = Program.options(device, List.of("ADDEND=0"));
    String source = SQUARES.get(0).text();
    String key = ProgramCache.key(device, source, options, List.of("squares"));
    Cache cache = Cache.of("programs");
    byte[] strange = {'n', 'o', ' ', 'b', 'i', 'n', 'a', 'r', 'y'};
    cache.write(key, strange);
    assertSquares(device, 0);
    assertTrue(cache.read(key).orElseThrow().length > strange.length);
  }

  @Test
  void allThatABinaryDependsOnIsInItsKey() {
    OpenClDevice device = devices.get(0);
    List<String> one = List.of("k");
    Set<String> keys = new HashSet<>();
    keys.add(ProgramCache.key(device, "source", "-D A", one));
    keys.add(ProgramCache.key(device, "source ", "-D A", one));
    keys.add(ProgramCache.key(device, "source", "-D B", one));
    keys.add(ProgramCache.key(device, "source", "-D A", List.of("k", "l")));
    keys.add(ProgramCache.key(withDriver(device, "another"), "source", "-D A", one));
    assertEquals(5, keys.size());
    for (String part : device.info().matches()) {
      assertTrue(device.identity().contains(part), part);
    }
    assertTrue(device.identity().endsWith("\n" + device.driverVersion()));
  }

  @Test
  void aFolderThatCannotBeWrittenCostsNothingElse() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "no folder");
    System.setProperty("flambeau.cache", file.toString());
    devices.forEach(device -> assertSquares(device, 0));
  }

  @Test
  void withoutACacheNothingIsKept() throws IOException {
    System.setProperty("flambeau.cache.programs", "off");
    devices.forEach(device -> assertSquares(device, 0));
    System.setProperty("flambeau.cache.programs", "on");
    System.setProperty("flambeau.cache", "off");
    devices.forEach(device -> assertSquares(device, 0));
    assertEquals(List.of(), entries());
  }

  private static void assertSquares(OpenClDevice device, int addend) {
    int before = Handles.open();
    try (Session session = new Session(device);
        Program program =
            Program.build(session, SQUARES, List.of("squares"), List.of("ADDEND=" + addend))) {
      int[] found = new int[100];
      long bytes = (long) found.length * Sizeof.cl_int;
      long flags = CL.CL_MEM_READ_WRITE;
      cl_mem buffer = CL.clCreateBuffer(session.context(), flags, bytes, null, null);
      Kernel kernel = program.kernel("squares");
      kernel.setBuffer(0, buffer);
      kernel.enqueue(new long[] {found.length}, new long[] {1});
      CL.clEnqueueReadBuffer(
          session.queue(), buffer, true, 0, bytes, Pointer.to(found), 0, null, null);
      CL.clReleaseMemObject(buffer);
      for (int i = 0; i < found.length; i++) {
        assertEquals(i * i + addend, found[i], device.info().toString());
      }
    }
    assertEquals(before, Handles.open());
  }

  private static OpenClDevice withDriver(OpenClDevice device, String version) {
    return new OpenClDevice(
        device.platform(),
        device.id(),
        device.info(),
        version,
        device.correctlyRoundedDivide(),
        device.localMemoryBytes(),
        device.argumentBytes(),
        device.largestAllocation(),
        device.computeUnits(),
        device.nativeFloats(),
        device.hasDoubles());
  }

  private Path only() throws IOException {
    List<Path> entries = entries();
    assertEquals(1, entries.size(), entries.toString());
    return entries.get(0);
  }

  private List<Path> entries() throws IOException {
    Path programs = folder.resolve("programs");
    if (!Files.exists(programs)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(programs)) {
      return files.toList();
    }
  }
}
