package dev.flambeau.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.BackendOptions;
import dev.flambeau.backend.Backends;
import dev.flambeau.backend.DeviceFaultException;
import dev.flambeau.backend.DeviceInfo;
import dev.flambeau.backend.OutOfDeviceMemoryException;
import dev.flambeau.faults.FaultLayer.Call;
import dev.flambeau.op.FlambeauException;
import dev.flambeau.opencl.OpenClProvider;
import dev.flambeau.opencl.device.KernelBuildException;
import dev.flambeau.tensor.CapturedStep;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an error says, and what opening a device leaves behind when it fails. */
@Tag("faults")
class FaultMessagesTest {
  private static FaultLayer layer;
  private static Device device;

  @BeforeAll
  static void open() throws Exception {
    layer = FaultLayer.build();
    device = layer.open();
  }

  @AfterAll
  static void closeDevice() {
    if (device != null) {
      layer.close(device);
    }
  }

  @AfterEach
  void disarm() {
    layer.disarm();
    assertEquals(0, device.memory().buffers());
  }

  /** The place in this file from which it is called, some lines on. */
  private static String place(int linesOn) {
    StackTraceElement caller = new Throwable().getStackTrace()[1];
    return "%s(FaultMessagesTest.java:%d)"
        .formatted(caller.getMethodName(), caller.getLineNumber() + linesOn);
  }

  @Test
  void aFaultThatShowsLateNamesTheOpAndItsLine() {
    try (Scope scope = Scope.open()) {
      Tensor x = device.ones(4);
      device.synchronize();
      layer.arm(Call.LOSE_KERNEL, 1);
      String place = place(1);
      Tensor y = x.relu();
      DeviceFaultException fault = assertThrows(DeviceFaultException.class, () -> y.toFloats());
      String message = fault.getMessage();
      assertTrue(message.startsWith("read on " + device + " failed, asked for at "), message);
      assertTrue(
          message.endsWith(
              ": CL_OUT_OF_RESOURCES. The cause may be what was enqueued before and is not known to"
                  + " be done: relu at dev.flambeau.faults.FaultMessagesTest."
                  + place
                  + ". With -Dflambeau.opencl.blocking=true each op is waited for, to the same"
                  + " bits, and the one that fails is named. What was computed is void: take"
                  + " parameters and the optimizer's state from copies."),
          message);
    }
  }

  @Test
  void aTransferThatFailsNamesItsLine() {
    try (Scope scope = Scope.open()) {
      Tensor x = device.ones(100);
      layer.arm(Call.ENQUEUE_WRITE, 1);
      String place = place(1);
      assertFails("write", place, () -> x.write(new float[100]));
      Tensor few = device.ones(4);
      layer.arm(Call.ENQUEUE_KERNEL, 1);
      place = place(1);
      assertFails("write", place, () -> few.write(1, 2, 3, 4));
      layer.arm(Call.ENQUEUE_READ, 1);
      place = place(1);
      assertFails("read", place, () -> x.toFloats());
    }
  }

  private static void assertFails(String transfer, String place, Executable work) {
    String message = assertThrows(DeviceFaultException.class, work).getMessage();
    String expected =
        transfer
            + " on "
            + device
            + " failed, asked for at dev.flambeau.faults.FaultMessagesTest.lambda$";
    assertTrue(message.startsWith(expected), message);
    assertTrue(message.contains(place.substring(place.indexOf('('))), message);
  }

  @Test
  void transfersThatMayBeTheCauseAreNamedByTheirLines() {
    try (Scope scope = Scope.open()) {
      Tensor x = device.ones(4);
      device.synchronize();
      layer.arm(Call.LOSE_KERNEL, 1);
      String written = place(1);
      Tensor y = device.tensor(new float[] {1, 2, 3, 4}, 4);
      String copied = place(1);
      y.copyFrom(x);
      String computed = place(1);
      Tensor z = y.relu();
      DeviceFaultException fault = assertThrows(DeviceFaultException.class, () -> z.toFloats());
      String test = " at dev.flambeau.faults.FaultMessagesTest.";
      String suspects = "write" + test + written + "; copy" + test + copied + "; relu" + test;
      assertTrue(fault.getMessage().contains(": " + suspects + computed + "."), fault.getMessage());
    }
  }

  @Test
  void whatHasBeenWaitedForIsNotSuspected() {
    try (Scope scope = Scope.open()) {
      Tensor x = device.ones(4).neg();
      x.toFloats();
      layer.arm(Call.LOSE_KERNEL, 2);
      Tensor y = x.abs().sqrt();
      DeviceFaultException fault =
          assertThrows(DeviceFaultException.class, () -> device.synchronize());
      assertTrue(
          fault.getMessage().contains("known to be done: abs, sqrt at "), fault.getMessage());
      layer.disarm();
      assertEquals(4, y.toFloats().length);
    }
  }

  @Test
  void aBlockingDeviceNamesTheOneOp() {
    System.setProperty("flambeau.opencl.blocking", "true");
    try (Device blocking = Device.open("opencl:pocl");
        Scope scope = Scope.open()) {
      Tensor x = blocking.ones(4);
      layer.arm(Call.LOSE_KERNEL, 2);
      DeviceFaultException fault =
          assertThrows(DeviceFaultException.class, () -> x.relu().neg().abs());
      assertTrue(
          fault
              .getMessage()
              .matches(
                  "neg on .* failed, asked for at dev.flambeau.faults.FaultMessagesTest\\..*\\(Fault"
                      + "MessagesTest.java:\\d+\\): CL_OUT_OF_RESOURCES. What was computed is .*"),
          fault.getMessage());
      layer.disarm();
    } finally {
      System.clearProperty("flambeau.opencl.blocking");
    }
  }

  @Test
  void aFaultOfACapturedStepNamesTheLineThatWasRecorded() {
    String[] place = new String[2];
    CapturedStep.Code code =
        in -> {
          place[0] = place(1);
          return List.of(in.get(0).matmul(in.get(0)));
        };
    try (Tensor x = device.ones(4, 4);
        CapturedStep step = recorded(place, x, code)) {
      device.synchronize();
      layer.arm(Call.LOSE_KERNEL, 1);
      step.run(List.of(x));
      DeviceFaultException fault =
          assertThrows(DeviceFaultException.class, () -> device.synchronize());
      String message = fault.getMessage();
      String test = " at dev.flambeau.faults.FaultMessagesTest.";
      assertTrue(message.contains(": copy" + test + place[1] + "; matmul" + test), message);
      assertTrue(message.contains(place[0]), message);
    }
  }

  private static CapturedStep recorded(String[] place, Tensor x, CapturedStep.Code code) {
    place[1] = place(1);
    return CapturedStep.record(device, List.of(x), code);
  }

  @Test
  void aFaultOfACapturedTrainingNamesTheLineOfItsStep() {
    try (SmallRun run = SmallRun.begin(device, true)) {
      run.step();
      run.step();
      device.synchronize();
      layer.arm(Call.LOSE_KERNEL, 1);
      DeviceFaultException fault =
          assertThrows(
              DeviceFaultException.class,
              () -> {
                run.step();
                device.synchronize();
              });
      String asked = "; write, copy, [\\w, ]+ at dev\\.flambeau\\.faults\\.SmallRun\\.step\\(";
      assertTrue(Pattern.compile(asked).matcher(fault.getMessage()).find(), fault.getMessage());
    }
  }

  @Test
  void aLackOfMemoryNamesTheOpAndWhatIsHeld() {
    try (Tensor x = device.ones(1000)) {
      layer.arm(Call.CREATE_BUFFER, 1, 2);
      OutOfDeviceMemoryException full =
          assertThrows(OutOfDeviceMemoryException.class, () -> x.expand(70, 1000));
      assertEquals(
          "expand: "
              + device
              + ": no room for 327680 bytes (CL_MEM_OBJECT_ALLOCATION_FAILURE). Held: 4096 bytes in"
              + " 1 buffers; the pool was emptied and the allocation tried twice. Use a smaller"
              + " batch, or close scopes earlier.",
          full.getMessage());
    }
  }

  /** Drivers may take a buffer's memory only at its first use. */
  @Test
  void aLaunchWithoutMemoryIsTriedOnceMore() {
    try (Scope scope = Scope.open()) {
      Tensor x = device.ones(1000);
      layer.armLaunchWithoutMemory(1);
      assertEquals(1, x.sqrt().toFloats()[999]);
      layer.armLaunchWithoutMemory(2);
      OutOfDeviceMemoryException full =
          assertThrows(OutOfDeviceMemoryException.class, () -> x.sqrt());
      assertTrue(
          full.getMessage()
              .startsWith("sqrt: " + device + ": no room for the buffers of unary_sqrt"),
          full.getMessage());
    }
  }

  @Test
  void aKernelThatIsWrittenAtRunTimeAndRefusedIsAnErrorThatLosesNothing() {
    try (Tensor x = device.ones(5)) {
      CapturedStep.Code code =
          in -> List.of(in.get(0).mul(in.get(0)).sub(in.get(0)).abs().sqrt().neg());
      layer.arm(Call.BUILD_PROGRAM, 1, 2);
      KernelBuildException refusal =
          assertThrows(
              KernelBuildException.class, () -> CapturedStep.record(device, List.of(x), code));
      assertTrue(
          refusal.getMessage().startsWith(device + ": its compiler refuses the kernels (CL_"),
          refusal.getMessage());
      assertEquals(1, device.memory().buffers());
      CapturedStep.record(device, List.of(x), code).close();
    }
  }

  @Test
  void kernelsThatAreRefusedReachTheUserWithAWayOut() {
    Backends backends = new Backends(List.of(new OpenClProvider()));
    DeviceInfo info = backends.find("opencl:pocl");
    backends.open(info, BackendOptions.defaults()).close();
    layer.arm(Call.BUILD_PROGRAM, 1, 2);
    KernelBuildException refusal =
        assertThrows(
            KernelBuildException.class, () -> backends.open(info, BackendOptions.defaults()));
    assertTrue(
        refusal
            .getMessage()
            .contains(
                "Choose another device (cpu has the same bits), or another version of its"
                    + " driver."),
        refusal.getMessage());
  }

  /** A compiler may fail by chance, as when a signal hits it: one refusal is not yet believed. */
  @Test
  void kernelsThatAreRefusedOnceAreBuiltOnceMore() {
    layer.arm(Call.BUILD_PROGRAM, 1);
    openAndClose();
    assertEquals(1, layer.disarm());
  }

  @ParameterizedTest
  @EnumSource
  void aDeviceThatCannotBeOpenedLeavesNothingOpen(Call call) {
    Map<Call, Integer> before = layer.calls();
    int open = layer.openInAll();
    openAndClose();
    int count = layer.calls().get(call) - before.get(call);
    IntStream.of(1, (count + 1) / 2, count)
        .distinct()
        .filter(n -> n > 0 && n <= count)
        .forEach(
            n -> {
              layer.arm(call, n, call.triesThatFail());
              boolean failed = isRefused();
              assertEquals(layer.disarm() > 0, failed, call + " " + n);
              assertEquals(open, layer.openInAll(), () -> call + " " + n + ": " + layer.left());
            });
  }

  private static boolean isRefused() {
    try {
      openAndClose();
      return false;
    } catch (FlambeauException e) {
      return true;
    }
  }

  /** Tried anew each time, as a process does that opens its first device. */
  private static void openAndClose() {
    Backends backends = new Backends(List.of(new OpenClProvider()));
    try (Backend backend = backends.open(backends.find("opencl:pocl"), BackendOptions.defaults())) {
      backend.synchronize();
    }
  }
}
