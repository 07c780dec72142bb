package dev.flambeau.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.backend.Admission.Verdict;
import dev.flambeau.backend.DeviceInfo;
import dev.flambeau.op.FlambeauException;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.HostTensor;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each line on every device that is here, forward and backward, against PyTorch's values. */
class TensorCasesTest {
  private static final Map<String, List<Run>> VALUES = TorchValues.read();
  private static final List<Device> OPEN = new ArrayList<>();

  @AfterAll
  static void close() {
    OPEN.forEach(Device::close);
  }

  @TestFactory
  Stream<DynamicNode> cpu() {
    return Stream.of("cpu:reference", "cpu").map(TensorCasesTest::lines);
  }

  /** Once with the system's drivers and once with rusticl alone, as the build runs this tag. */
  @Tag("opencl")
  @TestFactory
  Stream<DynamicNode> openCl() {
    return Device.all().stream()
        .filter(device -> device.provider().equals("opencl"))
        .filter(device -> Device.admission(device).verdict() != Verdict.NOT_STRICT)
        .map(DeviceInfo::name)
        .map(TensorCasesTest::lines);
  }

  /** Elsewhere they would hide what a line finds, or nothing. */
  @Test
  void everyDisagreementIsOfOneRun() {
    List<String> runs = new ArrayList<>();
    VALUES.forEach((name, ofLine) -> ofLine.forEach(run -> runs.add(name + ", " + run)));
    for (String run : Disagreements.runs()) {
      assertEquals(1, Collections.frequency(runs, run), run);
    }
  }

  /** A wrong op, a wrong gradient, and one that is not there. */
  @Test
  void aWrongLineIsFound() {
    Run run = VALUES.get("sub(Tensor)").get(0);
    try (Device device = Device.open("cpu:reference")) {
      Line wrong = Line.near("sub(Tensor)", (x, y) -> x.add(y));
      assertEquals(
          "output at (0, 0): PyTorch -0.7400000691413879, computed 1.9200000762939453",
          differences(wrong, run, device).get(0));
      Line half = Line.near("sub(Tensor)", (x, y) -> x.sub(y.detach()).sub(y.mul(0)));
      assertEquals(
          "gradient of y at (0, 0): PyTorch 0.7699999809265137, computed 0.0",
          differences(half, run, device).get(0));
      Line none = Line.near("sub(Tensor)", (x, y) -> x.sub(y.detach()));
      assertTrue(
          differences(none, run, device).get(0).endsWith("computed Optional.empty"),
          () -> differences(none, run, device).get(0));
    }
  }

  private static DynamicNode lines(String name) {
    Device device = Device.open(name);
    OPEN.add(device);
    return DynamicContainer.dynamicContainer(
        device.toString(),
        Line.ALL.stream()
            .map(line -> DynamicTest.dynamicTest(line.name(), () -> check(line, device))));
  }

  private static void check(Line line, Device device) {
    for (Run run : VALUES.getOrDefault(line.name(), List.of())) {
      if (device.info().dtypes().containsAll(run.dtypes())) {
        assertEquals(Disagreements.of(line, run), differences(line, run, device), run::toString);
        assertEquals(0, device.memory().buffers(), "buffers that are still open");
      }
    }
  }

  private static List<String> differences(Line line, Run run, Device device) {
    List<String> found = new ArrayList<>();
    try (Scope scope = Scope.open();
        Leaves leaves = new Leaves(device, run)) {
      Tensor output = line.expression().apply(leaves);
      line.closeness()
          .differences(run.output(), output.toHost())
          .forEach(difference -> found.add("output" + difference));
      if (run.hasGradients() && output.requiresGrad()) {
        output.backward(device.tensor(run.weights().orElseThrow()));
      }
      run.gradients()
          .forEach(
              (name, wanted) ->
                  differences(wanted, leaves.get(name).grad().map(Tensor::toHost))
                      .forEach(difference -> found.add("gradient of " + name + difference)));
    } catch (FlambeauException e) {
      found.add("refused: " + e.getMessage());
    }
    return found;
  }

  private static List<String> differences(
      Optional<HostTensor> wanted, Optional<HostTensor> actual) {
    if (wanted.isPresent() && actual.isPresent()) {
      return Closeness.NEAR.differences(wanted.get(), actual.get());
    }
    return wanted.equals(actual)
        ? List.of()
        : List.of(": PyTorch " + wanted + ", computed " + actual);
  }
}
