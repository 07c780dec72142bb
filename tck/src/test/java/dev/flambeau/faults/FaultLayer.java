package dev.flambeau.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.flambeau.backend.DeviceNotFoundException;
import dev.flambeau.opencl.device.Handles;
import dev.flambeau.tensor.Device;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jocl.CL;

/**
 * The layer between the loader and the drivers that layer.c is: compiled here, and told by a file
 * that both map which call is to fail. The environment names both, since the loader looks for its
 * layers once a process: OPENCL_LAYERS and FLAMBEAU_FAULTS.
 */
final class FaultLayer {
  /** What is counted and can fail, as in layer.c, and the error that drivers give there. */
  enum Call {
    CREATE_CONTEXT(CL.CL_OUT_OF_HOST_MEMORY),
    CREATE_QUEUE(CL.CL_OUT_OF_HOST_MEMORY),
    CREATE_BUFFER(CL.CL_MEM_OBJECT_ALLOCATION_FAILURE),
    CREATE_PROGRAM(CL.CL_OUT_OF_HOST_MEMORY),
    BUILD_PROGRAM(CL.CL_BUILD_PROGRAM_FAILURE),
    CREATE_KERNEL(CL.CL_OUT_OF_HOST_MEMORY),
    SET_ARGUMENT(CL.CL_OUT_OF_HOST_MEMORY),
    KERNEL_INFO(CL.CL_OUT_OF_HOST_MEMORY),
    ENQUEUE_KERNEL(CL.CL_OUT_OF_RESOURCES),
    ENQUEUE_READ(CL.CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST),
    ENQUEUE_WRITE(CL.CL_OUT_OF_HOST_MEMORY),
    ENQUEUE_COPY(CL.CL_OUT_OF_RESOURCES),
    ENQUEUE_MARKER(CL.CL_OUT_OF_HOST_MEMORY),
    WAIT(CL.CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST),
    EVENT_INFO(CL.CL_OUT_OF_HOST_MEMORY),
    FLUSH(CL.CL_OUT_OF_HOST_MEMORY),
    FINISH(CL.CL_OUT_OF_RESOURCES),
    /** A launch that is accepted and never done; what waits for it finds the device gone. */
    LOSE_KERNEL(CL.CL_OUT_OF_RESOURCES);

    final int error;

    Call(int error) {
      this.error = error;
    }

    /** How often in a row it must fail to be an error: allocations and builds are tried again. */
    int triesThatFail() {
      return switch (this) {
        case CREATE_BUFFER, BUILD_PROGRAM, CREATE_KERNEL, KERNEL_INFO -> 2;
        default -> 1;
      };
    }
  }

  /** What is made and released, as in layer.c. */
  enum Kind {
    CONTEXT,
    QUEUE,
    BUFFER,
    PROGRAM,
    KERNEL,
    EVENT
  }

  private static final int ARMED_KIND = 0;
  private static final int ARMED_CALL = 1;
  private static final int ARMED_ERROR = 2;
  private static final int ARMED_TIMES = 3;
  private static final int FIRED = 4;
  private static final int DEVICE_ERROR = 5;
  private static final int HIDDEN_ERROR = 6;
  private static final int CALLS = 16;
  private static final int OPEN = 48;
  private static final int WORDS = 64;

  private final IntBuffer words;

  private FaultLayer(IntBuffer words) {
    this.words = words;
  }

  /** Builds the layer where the environment has it; before OpenCL is first used. */
  static FaultLayer build() throws IOException, InterruptedException {
    Path library = Path.of(environment("OPENCL_LAYERS"));
    Path shared = Path.of(environment("FLAMBEAU_FAULTS"));
    Files.createDirectories(Objects.requireNonNull(library.getParent()));
    compile(library);
    Files.write(shared, new byte[WORDS * Integer.BYTES]);
    try (FileChannel file =
        FileChannel.open(shared, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      FaultLayer layer =
          new FaultLayer(
              file.map(MapMode.READ_WRITE, 0, (long) WORDS * Integer.BYTES)
                  .order(ByteOrder.nativeOrder())
                  .asIntBuffer());
      layer.disarm();
      return layer;
    }
  }

  private static String environment(String name) {
    String value = System.getenv(name);
    if (value == null) {
      missing("the environment has no " + name + ": the POM's execution \"faults\" sets it");
    }
    return String.valueOf(value);
  }

  private static void compile(Path library) throws IOException, InterruptedException {
    Path source = library.resolveSibling("layer.c");
    try (InputStream text = FaultLayer.class.getResourceAsStream("layer.c")) {
      Files.write(source, Objects.requireNonNull(text).readAllBytes());
    }
    List<String> command =
        List.of(
            "cc",
            "-std=c11",
            "-D_GNU_SOURCE",
            "-Wall",
            "-Wextra",
            "-Werror",
            "-O1",
            "-shared",
            "-fPIC",
            "-o",
            library.toString(),
            source.toString());
    Process compiler;
    try {
      compiler = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      missing("no C compiler: scripts/test installs one (" + e.getMessage() + ")");
      throw e;
    }
    String output = new String(compiler.getInputStream().readAllBytes());
    if (compiler.waitFor() != 0) {
      fail("the C compiler refuses layer.c: " + output);
    }
  }

  /** The device under test, which the layer lies before. */
  Device open() {
    Device device;
    try {
      device = Device.open("opencl:pocl");
    } catch (DeviceNotFoundException e) {
      missing(e.getMessage());
      throw e;
    }
    if (openInAll() == 0) {
      device.close();
      missing("the OpenCL loader has no layers; that of Debian 12 and later does");
    }
    return device;
  }

  /** Skips, unless OpenCL is required; then it fails. */
  private static void missing(String why) {
    if ("1".equals(System.getenv("FLAMBEAU_REQUIRE_OPENCL"))) {
      fail("FLAMBEAU_REQUIRE_OPENCL is 1: " + why);
    }
    assumeTrue(false, why);
  }

  /** The n-th call of this kind from now on, from 1, is to fail. */
  void arm(Call call, int n) {
    arm(call, n, 1);
  }

  /** So many of them in a row. */
  void arm(Call call, int n, int times) {
    words.put(FIRED, 0);
    words.put(ARMED_ERROR, call.error);
    words.put(ARMED_TIMES, times);
    words.put(ARMED_CALL, n);
    words.put(ARMED_KIND, call.ordinal());
  }

  /** So many launches in a row are to fail for want of memory. */
  void armLaunchWithoutMemory(int times) {
    arm(Call.ENQUEUE_KERNEL, 1, times);
    words.put(ARMED_ERROR, CL.CL_MEM_OBJECT_ALLOCATION_FAILURE);
  }

  /** Nothing is to fail, and the device is well. Gives how many calls have failed on purpose. */
  int disarm() {
    words.put(ARMED_KIND, -1);
    words.put(DEVICE_ERROR, 0);
    words.put(HIDDEN_ERROR, 0);
    return words.get(FIRED);
  }

  /** How many calls of each kind there were since the process began. */
  Map<Call, Integer> calls() {
    Map<Call, Integer> calls = new EnumMap<>(Call.class);
    for (Call call : Call.values()) {
      calls.put(call, words.get(CALLS + call.ordinal()));
    }
    return calls;
  }

  /** How many objects of each kind are open. */
  Map<Kind, Integer> left() {
    Map<Kind, Integer> open = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      open.put(kind, words.get(OPEN + kind.ordinal()));
    }
    return open;
  }

  /** Closes a device, after which no object may be open. */
  void close(Device device) {
    device.close();
    assertEquals(0, openInAll(), () -> "left open: " + left());
    assertEquals(0, Handles.open());
  }

  /** All of them. */
  int openInAll() {
    return left().values().stream().mapToInt(Integer::intValue).sum();
  }
}
