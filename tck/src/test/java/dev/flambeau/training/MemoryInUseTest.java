package dev.flambeau.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.BackendOptions;
import dev.flambeau.backend.Backends;
import dev.flambeau.backend.Buffer;
import dev.flambeau.backend.DeviceInfo;
import dev.flambeau.backend.ForwardingBackend;
import dev.flambeau.backend.View;
import dev.flambeau.op.DType;
import dev.flambeau.op.Op;
import dev.flambeau.tensor.CapturedStep;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.error.ClosedTensorException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A tensor's memory goes to nobody else while the device works on it. */
class MemoryInUseTest {
  private static final Duration TIME =
      Boolean.getBoolean("flambeau.long") ? Duration.ofMinutes(5) : Duration.ofSeconds(2);

  private static final int THREADS = 16;
  private static final int SIZE = 4096;

  /** Work on tensors that are never closed, nor used afterwards; it gives the value everywhere. */
  @FunctionalInterface
  private interface Work {
    float[] of(Device device, float value);
  }

  private static final List<Work> WORKS =
      List.of(
          (device, value) -> filled(device, value).toFloats(),
          (device, value) -> filled(device, -value).neg().toFloats(),
          (device, value) -> filled(device, value).add(device.zeros(SIZE)).toFloats(),
          (device, value) -> filled(device, value).reshape(2, SIZE / 2).toFloats(),
          (device, value) -> {
            Tensor copy = device.zeros(SIZE);
            copy.copyFrom(filled(device, value));
            return copy.toFloats();
          },
          (device, value) -> {
            device.zeros(SIZE).write(array(value + 1)); // must not end in another's memory
            return filled(device, value).to(device).toFloats();
          });

  private static Tensor filled(Device device, float value) {
    return device.tensor(array(value), SIZE);
  }

  private static float[] array(float value) {
    float[] values = new float[SIZE];
    Arrays.fill(values, value);
    return values;
  }

  static Stream<String> devices() {
    return Device.all().stream().map(DeviceInfo::name).filter(name -> !name.contains("reference"));
  }

  /**
   * Many threads on tensors that nobody closes, with the garbage collector always at work; for 5
   * minutes a device with {@code -Dflambeau.long=true}.
   */
  @ParameterizedTest
  @MethodSource("devices")
  void everyThreadReadsItsOwnValues(String name) throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    Thread collector = new Thread(() -> collect(done));
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (Device device = Device.open(name)) {
      collector.start();
      long end = System.nanoTime() + TIME.toNanos();
      List<Future<String>> found = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        found.add(threads.submit(() -> work(device, thread, end)));
      }
      for (Future<String> wrong : found) {
        assertEquals("", wrong.get(), name);
      }
    } finally {
      done.set(true);
      collector.join();
      threads.shutdown();
    }
  }

  private static void collect(AtomicBoolean done) {
    while (!done.get()) {
      System.gc();
    }
  }

  /** What was wrong, or nothing. */
  private static String work(Device device, int thread, long end) {
    for (int round = 0; System.nanoTime() < end; round++) {
      float expected = thread * 1_000_000 + round % 1_000_000;
      for (float value : WORKS.get(round % WORKS.size()).of(device, expected)) {
        if (value != expected) {
          return "thread %d, work %d: expected %.0f, was %.0f"
              .formatted(thread, round % WORKS.size(), expected, value);
        }
      }
    }
    return "";
  }

  /** A device on which something else happens at the beginning of a call on watched memory. */
  private static final class Interrupted extends ForwardingBackend {
    private Runnable meanwhile = () -> {};
    private @Nullable Buffer watched;

    Interrupted(Backend backend) {
      super(backend);
    }

    /** Watches what the first write went to. */
    void watch(Runnable then) {
      meanwhile = then;
    }

    private void using(View view) {
      if (view.buffer() == watched) {
        Runnable once = meanwhile;
        meanwhile = () -> {};
        once.run();
      }
    }

    @Override
    public void run(Op op, List<View> inputs, List<View> outputs) {
      inputs.forEach(this::using);
      super.run(op, inputs, outputs);
    }

    @Override
    public void copy(View source, View target) {
      using(source);
      super.copy(source, target);
    }

    @Override
    public void write(ByteBuffer source, View target) {
      watched = watched == null ? target.buffer() : watched;
      super.write(source, target);
    }

    @Override
    public void read(View source, ByteBuffer target) {
      using(source);
      super.read(source, target);
    }
  }

  /** What a thread does with a tensor of 1, 2 that another one closes meanwhile. */
  private static final Map<String, Function<Tensor, float[]>> USES =
      Map.of(
          "read",
          Tensor::toFloats,
          "op",
          x -> x.neg().neg().toFloats(),
          "two operands",
          x -> x.mul(x.device().ones(2)).toFloats(),
          "view",
          x -> x.reshape(2, 1).toFloats(),
          "copyFrom",
          x -> {
            Tensor copy = x.device().full(DType.FLOAT32, 0, x.shape());
            copy.copyFrom(x);
            return copy.toFloats();
          },
          "other device",
          x -> {
            try (Device other = Device.open("cpu")) {
              return x.to(other).toFloats();
            }
          },
          "captured step",
          x -> {
            Tensor zeros = x.device().zeros(2);
            try (var step =
                CapturedStep.record(x.device(), List.of(zeros), in -> List.copyOf(in))) {
              return step.run(List.of(x)).get(0).toFloats();
            }
          });

  static Stream<Arguments> uses() {
    return devices().flatMap(name -> USES.keySet().stream().map(use -> Arguments.of(name, use)));
  }

  @ParameterizedTest
  @MethodSource("uses")
  void aTensorThatIsClosedMeanwhileIsUsedAsItWas(String name, String use) {
    Backends backends = Backends.discover();
    Interrupted backend =
        new Interrupted(backends.open(backends.find(name), BackendOptions.defaults()));
    try (Device device = Device.over(backend);
        Scope scope = Scope.open()) {
      Tensor x = device.tensor(new float[] {1, 2}, 2);
      backend.watch(
          () -> {
            x.close();
            device.tensor(new float[] {7, 8}, 2);
          });
      assertArrayEquals(new float[] {1, 2}, USES.get(use).apply(x));
      assertThrows(ClosedTensorException.class, x::toFloats);
    }
  }
}
