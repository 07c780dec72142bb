package dev.flambeau.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.BackendOptions;
import dev.flambeau.backend.Backends;
import dev.flambeau.backend.Buffer;
import dev.flambeau.backend.ForwardingBackend;
import dev.flambeau.backend.OutOfDeviceMemoryException;
import dev.flambeau.nn.RNN;
import dev.flambeau.op.DType;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of tensors that nobody closes, and who makes some behind the caller's back. */
class LeaksTest {
  /** In a heap that holds an eighth of what is forgotten. */
  @ParameterizedTest
  @ValueSource(strings = {"", "lines", "count"})
  void aProgramThatForgetsAllGoesOnAndIsToldOnceAPlace(String setting) throws Exception {
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-Dflambeau.leaks=" + setting,
                "-cp",
                System.getProperty("java.class.path"),
                LeakingProgram.class.getName(),
                "cpu")
            .redirectErrorStream(true)
            .start();
    String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, program.waitFor(), output);
    assertTrue(output.contains("well"), output);
    List<String> told = output.lines().filter(line -> line.contains("never closed")).toList();
    assertTrue(!told.isEmpty() && told.size() < 20, output);
    List<String> places = told.stream().filter(line -> line.contains("it was made at")).toList();
    assertEquals(setting.equals("count") ? 0 : 1, places.size(), output);
    places.forEach(line -> assertTrue(line.contains("LeakingProgram.java:"), line));
    assertTrue(
        told.stream()
            .allMatch(
                line ->
                    line.endsWith(
                            "). Open a Scope around that code; if it is a model's, close the model.")
                        || line.contains("and close models and optimizers;")),
        output);
  }

  /** A device with room for so many bytes. */
  private static final class Small extends ForwardingBackend {
    private final long room;

    Small(Backend backend, long room) {
      super(backend);
      this.room = room;
    }

    @Override
    public Buffer allocate(DType dtype, int elements) {
      if (memory().usedBytes() + (long) elements * dtype.bytes() > room) {
        throw new OutOfDeviceMemoryException("full");
      }
      return super.allocate(dtype, elements);
    }
  }

  @Test
  void forgottenTensorsMakeRoomForNewOnes() {
    Backends backends = Backends.discover();
    Backend backend = backends.open(backends.find("cpu"), BackendOptions.defaults());
    try (Device device = Device.over(new Small(backend, 1 << 20))) {
      for (int i = 0; i < 30; i++) {
        device.zeros(1 << 16); // a quarter of the room
      }
      try (Scope scope = Scope.open()) {
        device.zeros(1 << 17);
        device.zeros(1 << 16);
        assertThrows(OutOfDeviceMemoryException.class, () -> device.zeros(1 << 17));
      }
    }
  }

  /** What makes a tensor of its own, which no caller could close. */
  private static final Map<String, UnaryOperator<Tensor>> MAKING =
      Map.of(
          "add", x -> x.add(1),
          "sub", x -> x.sub(1),
          "mul", x -> x.mul(3),
          "div", x -> x.div(3),
          "stack", x -> Tensor.stack(0, x, x, x));

  @Test
  void noOpLeavesATensorThatNobodyCanClose() {
    MAKING.forEach(
        (name, op) -> {
          assertLeavesNothing(name, op, false);
          assertLeavesNothing(name, op, true);
        });
  }

  private static void assertLeavesNothing(String name, UnaryOperator<Tensor> op, boolean grad) {
    try (Device device = Device.open("cpu")) {
      try (Tensor x = device.ones(2, 2).requiresGrad(grad);
          Tensor y = op.apply(x);
          Tensor sum = y.sum()) {
        if (grad) {
          sum.backward();
        }
      }
      assertEquals(0, device.memory().buffers(), name + (grad ? " with a gradient" : ""));
    }
  }

  @Test
  void aRecurrentLayerClosesItsFirstState() {
    try (Device device = Device.open("cpu")) {
      RNN layer = new RNN(1, 2);
      layer.to(device, 1);
      try (Tensor x = device.ones(3, 1, 1);
          Tensor y = layer.forward(x);
          Tensor sum = y.sum()) {
        sum.backward();
      }
      layer.close();
      assertEquals(0, device.memory().buffers());
    }
  }
}
