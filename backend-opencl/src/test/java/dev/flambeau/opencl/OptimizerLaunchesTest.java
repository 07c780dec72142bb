package dev.flambeau.opencl;

import static dev.flambeau.opencl.HostTensor.floats;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.PreparedOp;
import dev.flambeau.backend.View;
import dev.flambeau.op.OptimizerUpdate;
import dev.flambeau.op.TensorType;
import dev.flambeau.optim.Adadelta.AdadeltaUpdate;
import dev.flambeau.optim.Adagrad.AdagradUpdate;
import dev.flambeau.optim.Adam.AdamUpdate;
import dev.flambeau.optim.Lion.LionUpdate;
import dev.flambeau.optim.OptimizerRule;
import dev.flambeau.optim.RMSprop.RmspropUpdate;
import dev.flambeau.optim.SGD.SgdUpdate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A step of many parameters, some of them empty, is few launches, and one of each by itself. */
class OptimizerLaunchesTest {
  private static final int PARAMETERS = 60;

  static Stream<OptimizerRule> rules() {
    return Stream.of(
        new SgdUpdate(0, 0.01f),
        new SgdUpdate(0.9f, 0.5f, false, 0.01f),
        new AdamUpdate(0.9f, 0.999f, 1e-8f, 0.01f),
        new AdamUpdate(0.9f, 0.999f, 1e-8f, 0.01f, true, true),
        new RmspropUpdate(0.99f, 1e-8f, 0.9f, true, 0.01f),
        new AdagradUpdate(0, 0, 1e-10f, 0),
        new AdadeltaUpdate(0.9f, 1e-6f, 0),
        new LionUpdate(0.9f, 0.99f, 0.01f));
  }

  private static int elements(int parameter) {
    return parameter % 7 == 3 ? 0 : parameter * 37 % 150 + (parameter == 11 ? 3000 : 0);
  }

  private static float[] values(int parameter, int tensor) {
    Random random = new Random(100L * parameter + tensor);
    float[] values = new float[elements(parameter)];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return values;
  }

  private static View place(Backend backend, float... values) {
    HostTensor tensor = HostTensor.zeros(floats(values.length));
    tensor.bytes().asFloatBuffer().put(values);
    TensorType type = tensor.type();
    View view = new View(backend.allocate(type.dtype(), type.elements()), 0, type);
    backend.write(tensor.bytes(), view);
    return view;
  }

  /** What becomes of some of the parameters and their states in one step of them all. */
  private static List<int[]> stepped(
      Backend backend, OptimizerUpdate op, int from, int to, int mostLaunches) {
    List<View> inputs = new ArrayList<>();
    for (int parameter = from; parameter < to; parameter++) {
      for (int tensor = 0; tensor < op.states(); tensor++) {
        inputs.add(place(backend, values(parameter, tensor)));
      }
    }
    List<View> states = List.copyOf(inputs);
    for (int parameter = from; parameter < to; parameter++) {
      inputs.add(place(backend, values(parameter, op.states())));
    }
    float[] numbers = {0.1f, 0.9f, 0.75f};
    inputs.add(place(backend, Arrays.copyOf(numbers, op.scalars())));
    try (PreparedOp prepared = backend.prepare(op, inputs, states)) {
      assertTrue(
          prepared.launches() <= mostLaunches,
          op.name() + ": " + prepared.launches() + " launches");
      prepared.run();
      return states.stream().map(state -> HostTensor.read(backend, state).bits()).toList();
    } finally {
      inputs.forEach(view -> view.buffer().close());
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void threeLaunchesTakeSixtyParameters(OptimizerRule rule) {
    OptimizerUpdate op = new OptimizerUpdate(rule);
    try (Backend backend = OpenClDevices.open(OpenClDevices.first())) {
      List<int[]> together = stepped(backend, op, 0, PARAMETERS, 3);
      for (int parameter = 0; parameter < PARAMETERS; parameter++) {
        List<int[]> alone = stepped(backend, op, parameter, parameter + 1, 1);
        for (int state = 0; state < op.states(); state++) {
          assertArrayEquals(
              alone.get(state),
              together.get(parameter * op.states() + state),
              "state " + state + " of parameter " + parameter);
        }
      }
    }
  }
}
