package dev.flambeau.faults;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.backend.DeviceFaultException;
import dev.flambeau.backend.OutOfDeviceMemoryException;
import dev.flambeau.faults.FaultLayer.Call;
import dev.flambeau.faults.FaultLayer.Kind;
import dev.flambeau.faults.SmallRun.Copies;
import dev.flambeau.op.FlambeauException;
import dev.flambeau.opencl.device.Handles;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.HostTensor;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A short training run in which the n-th call of a kind fails, for every n: a typed error each
 * time, nothing leaked, and the run that goes on from there has the hash of the undisturbed one.
 * Without {@code -Dflambeau.long=true} some of the n are tried, the first and the last among them.
 */
@Tag("faults")
class FaultsTest {
  private static final int TRIED = Boolean.getBoolean("flambeau.long") ? Integer.MAX_VALUE : 25;

  private static FaultLayer layer;
  private static Device device;

  @BeforeAll
  static void open() throws Exception {
    layer = FaultLayer.build();
    device = layer.open();
  }

  @AfterAll
  static void closesEverything() {
    if (device != null) {
      layer.close(device);
    }
  }

  @AfterEach
  void disarm() {
    layer.disarm();
  }

  /** What a run makes that nothing disturbs: its hash, its calls, and what stays open with it. */
  private record Undisturbed(String hash, Map<Call, Integer> calls, Map<Kind, Integer> open) {
    static Undisturbed run(boolean captured) {
      new Attempt(captured).run(); // what is made once a device is made now
      emptyPool();
      Map<Call, Integer> before = layer.calls();
      String hash = new Attempt(captured).run();
      Map<Call, Integer> calls = layer.calls();
      before.forEach((call, count) -> calls.merge(call, -count, Integer::sum));
      return new Undisturbed(hash, calls, layer.left());
    }

    /** The calls to try: all of them, or some evenly spread. */
    IntStream numbers(Call call) {
      int count = calls.get(call);
      int tried = Math.min(count, TRIED);
      return IntStream.range(0, tried)
          .map(i -> tried == 1 ? 1 : 1 + (int) ((long) i * (count - 1) / (tried - 1)));
    }
  }

  /** A run with copies before each step, which can go on after a failure. */
  private static final class Attempt implements AutoCloseable {
    private final boolean captured;
    private @Nullable SmallRun run;
    private @Nullable Copies copies;

    Attempt(boolean captured) {
      this.captured = captured;
    }

    String run() {
      return goOn(false);
    }

    /** From where it failed: with what the device has, or from the latest copies. */
    String goOn(boolean fromCopies) {
      SmallRun current = run;
      if (current == null || fromCopies && copies == null) {
        close();
        current = SmallRun.begin(device, captured);
        run = current;
      } else if (fromCopies) {
        current.from(copies);
      }
      while (current.steps() < SmallRun.STEPS) {
        copies = current.copies();
        current.step();
      }
      String hash = current.finish();
      close();
      return hash;
    }

    /** Parameters and state are what they were before the step. */
    void assertUntouched(String what) {
      if (run != null && copies != null && run.steps() < SmallRun.STEPS) {
        Copies now = run.copies();
        assertSame(copies.parameters(), now.parameters(), what);
        assertSame(copies.state(), now.state(), what);
      }
    }

    private static void assertSame(
        Map<String, HostTensor> before, Map<String, HostTensor> now, String what) {
      assertEquals(before.keySet(), now.keySet(), what);
      before.forEach(
          (name, values) ->
              assertArrayEquals(
                  new Object[] {values.array()}, new Object[] {now.get(name).array()}, what));
    }

    @Override
    public void close() {
      if (run != null) {
        run.close();
        run = null;
      }
    }
  }

  static Stream<Arguments> callsOfARun() {
    return Stream.of(false, true)
        .flatMap(
            captured ->
                Stream.of(Call.values())
                    .filter(call -> call.ordinal() >= Call.CREATE_BUFFER.ordinal())
                    .map(call -> Arguments.of(captured, call)));
  }

  @ParameterizedTest(name = "captured {0}, {1}")
  @MethodSource("callsOfARun")
  void eachFailingCallIsAnErrorThatLosesNothing(boolean captured, Call call) {
    Undisturbed undisturbed = Undisturbed.run(captured);
    undisturbed.numbers(call).forEach(n -> fail(captured, call, n, undisturbed));
  }

  private void fail(boolean captured, Call call, int n, Undisturbed undisturbed) {
    String what = call + " " + n + " of " + undisturbed.calls().get(call);
    emptyPool();
    try (Attempt attempt = new Attempt(captured)) {
      layer.arm(call, n, call.triesThatFail());
      assertEquals(undisturbed.hash(), runAndGoOn(attempt, what), what);
    } finally {
      layer.disarm();
    }
    assertNothingLeaked(undisturbed, what);
  }

  /** What is pooled would hide that memory is taken. */
  private static void emptyPool() {
    layer.arm(Call.CREATE_BUFFER, 1, 2);
    assertThrows(OutOfDeviceMemoryException.class, () -> device.zeros(1 << 20));
    layer.disarm();
    assertEquals(0, device.memory().pooledBytes());
  }

  private static String runAndGoOn(Attempt attempt, String what) {
    try {
      return attempt.run();
    } catch (FlambeauException e) {
      assertTrue(layer.disarm() > 0, what);
      assertSaysWhat(e, what);
      boolean isVoid = e instanceof DeviceFaultException;
      if (!isVoid) {
        attempt.assertUntouched(what);
      }
      return attempt.goOn(isVoid);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anAllocationThatFailsOnceIsTriedOnceMore(boolean captured) {
    Undisturbed undisturbed = Undisturbed.run(captured);
    undisturbed
        .numbers(Call.CREATE_BUFFER)
        .forEach(
            n -> {
              emptyPool();
              layer.arm(Call.CREATE_BUFFER, n);
              assertEquals(undisturbed.hash(), new Attempt(captured).run(), "buffer " + n);
              assertEquals(1, layer.disarm());
            });
    assertNothingLeaked(undisturbed, "after all");
  }

  /** The hash that all of this is about is that of every device. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void undisturbedRunsHaveTheHashOfTheCpu(boolean captured) {
    try (Device cpu = Device.open("cpu");
        SmallRun run = SmallRun.begin(cpu, captured)) {
      assertEquals(run.finish(), Undisturbed.run(captured).hash());
    }
  }

  private static void assertSaysWhat(FlambeauException e, String what) {
    String message = what + ": " + e.getMessage();
    assertTrue(message.contains("opencl:0"), message);
    if (e instanceof OutOfDeviceMemoryException) {
      assertTrue(
          message.matches("(?s).*: \\w+( and \\w+)*: .*no room for .* Held: \\d+ bytes.*"),
          message);
    }
    if (e instanceof DeviceFaultException) {
      assertTrue(message.contains("asked for at dev.flambeau.faults."), message);
    }
  }

  private static void assertNothingLeaked(Undisturbed undisturbed, String what) {
    assertEquals(0, device.memory().buffers(), what);
    assertEquals(0, device.memory().usedBytes(), what);
    assertEquals(Handles.open(), layer.openInAll(), what);
    for (Kind kind : List.of(Kind.CONTEXT, Kind.QUEUE, Kind.PROGRAM, Kind.KERNEL)) {
      assertEquals(undisturbed.open().get(kind), layer.left().get(kind), what + ": " + kind);
    }
  }
}
