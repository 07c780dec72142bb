package dev.flambeau.tck.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.backend.DeviceInfo;
import dev.flambeau.op.Unary.Elementary;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The inputs that lie nearest to a rounding boundary, on every device that is here; OpenCL's with
 * the kernels of either class, which have functions of their own.
 */
@Tag("opencl")
class HardCasesOnDevicesTest {
  /** Which OpenCL kernels a device that is opened gets: those for CPUs, or those for GPUs. */
  private static final String KIND = "flambeau.opencl.kernels";

  @AfterEach
  void restore() {
    System.clearProperty(KIND);
  }

  private static List<Elementary> functions() {
    return Elementary.all();
  }

  @ParameterizedTest
  @MethodSource("functions")
  void everyDeviceRoundsThemRight(Elementary function) throws IOException {
    List<String> cases = ExactFunctionTest.hardCases(ExactFunction.of(function));
    assertTrue(cases.size() > 300, "only " + cases.size() + " hard cases");
    float[] inputs = new float[cases.size()];
    for (int i = 0; i < inputs.length; i++) {
      int bits = Integer.parseUnsignedInt(cases.get(i).substring(0, 8), 16);
      inputs[i] = Float.intBitsToFloat(bits);
    }
    for (DeviceInfo info : Device.all()) {
      List<String> kinds = info.provider().equals("opencl") ? List.of("cpu", "gpu") : List.of("");
      for (String kind : kinds) {
        System.setProperty(KIND, kind);
        try (Device device = Device.open(info.name());
            Scope scope = Scope.open()) {
          Tensor outputs = Tensor.apply(function, device.tensor(inputs, inputs.length));
          assertAre(
              cases, inputs, outputs.toFloats(), function.name() + " on " + info + " " + kind);
        }
      }
    }
  }

  private static void assertAre(
      List<String> cases, float[] inputs, float[] outputs, String description) {
    for (int i = 0; i < outputs.length; i++) {
      int input = Float.floatToRawIntBits(inputs[i]);
      int output = Float.floatToIntBits(outputs[i]);
      assertEquals(cases.get(i), "%08x %08x".formatted(input, output), description);
    }
  }
}
