package dev.flambeau.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flambeau.data.DeviceBatch;
import dev.flambeau.data.Named;
import dev.flambeau.nn.Initializer;
import dev.flambeau.nn.Module;
import dev.flambeau.nn.Parameter;
import dev.flambeau.op.Shape;
import dev.flambeau.optim.Optimizer;
import dev.flambeau.optim.SGD;
import dev.flambeau.tensor.Autograd;
import dev.flambeau.tensor.Autograd.GraphMode;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.torch.TorchNumbers;
import dev.flambeau.train.Fingerprint;
import dev.flambeau.train.TrainingStep;
import dev.flambeau.training.SmallTraining.Mode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * A critic whose loss has the norm of its own gradient in it (WGAN-GP) trains as PyTorch trains it,
 * and with the same bits everywhere. PyTorch's numbers are those of oracle/gradient_penalty.py.
 */
class GradientPenaltyTest {
  private static final int STEPS = 20;
  private static final int ROWS = 4;
  private static final double CLOSE = 1e-5;

  /** The script's network, whose first weights are numbers alike there and here. */
  private static final class Critic extends Module {
    private final List<Parameter> weights = new ArrayList<>();

    Critic() {
      weights.add(weight("w1", 1, 8, 3));
      weights.add(weight("b1", 2, 8));
      weights.add(weight("w2", 3, 8, 8));
      weights.add(weight("b2", 4, 8));
      weights.add(weight("w3", 5, 1, 8));
    }

    private Parameter weight(String name, int seed, int... sizes) {
      float[] values = numbers(Shape.of(sizes).elements(), seed);
      for (int i = 0; i < values.length; i++) {
        values[i] /= 2;
      }
      return parameter(name, Initializer.of(values), sizes);
    }

    private Tensor weight(int number) {
      return weights.get(number).tensor();
    }

    Tensor forward(Tensor x) {
      Tensor h = x.matmul(weight(0), false, true).add(weight(1)).leakyRelu(0.2);
      return h.matmul(weight(2), false, true).add(weight(3)).tanh().matmul(weight(4), false, true);
    }

    Tensor loss(DeviceBatch batch) {
      Tensor real = batch.inputs().values().get(0);
      Tensor fake = batch.inputs().values().get(1);
      Tensor share = batch.inputs().values().get(2);
      Tensor mixed = real.mul(share).add(fake.mul(share.neg().add(1))).requiresGrad(true);
      Tensor gradient = Autograd.grad(forward(mixed).sum(), mixed, GraphMode.CREATE);
      Tensor norms = gradient.square().sum(new int[] {1}, false).add(1e-12).sqrt();
      Tensor penalty = norms.sub(1).square().mean().mul(10);
      return forward(fake).mean().sub(forward(real).mean()).add(penalty);
    }
  }

  /** Numbers on [−0.9, 0.9], as the script has them. */
  private static float[] numbers(int count, int seed) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = ((i * 37 + seed * 11) % 19 - 9) / 10f;
    }
    return numbers;
  }

  private static DeviceBatch batch(Device device, int step) {
    float[] share = numbers(ROWS, 90 + step);
    for (int i = 0; i < ROWS; i++) {
      share[i] = (share[i] + 1) / 2;
    }
    Named<Tensor> inputs =
        Named.of("real", device.tensor(numbers(ROWS * 3, 7 + step), ROWS, 3))
            .and("fake", device.tensor(numbers(ROWS * 3, 50 + step), ROWS, 3))
            .and("share", device.tensor(share, ROWS, 1));
    return new DeviceBatch(inputs, Named.none());
  }

  /** Trains, lets a test look at the losses and the model, and gives the weights' hash. */
  private static String train(Device device, Mode mode, BiConsumer<List<Float>, Critic> look) {
    List<Float> losses = new ArrayList<>();
    try (Critic critic = new Critic().to(device, 0);
        Optimizer optimizer = SGD.over(critic.parameters()).learningRate(0.05).build();
        TrainingStep trainingStep = mode.step(optimizer, critic::loss)) {
      for (int step = 0; step < STEPS; step++) {
        try (Scope scope = Scope.open()) {
          losses.add(trainingStep.run(batch(device, step)).item());
        }
      }
      look.accept(losses, critic);
      return Fingerprint.sha256(critic);
    }
  }

  private static double[] widened(float[] values) {
    double[] wide = new double[values.length];
    Arrays.setAll(wide, i -> values[i]);
    return wide;
  }

  private static void assertTorchs(List<Float> losses, Critic critic) {
    Map<String, double[]> expected = TorchNumbers.read("gradient_penalty.txt");
    assertArrayEquals(
        expected.get("loss"),
        losses.stream().mapToDouble(Float::doubleValue).toArray(),
        CLOSE,
        "loss");
    critic
        .namedParameters()
        .forEach(
            (name, parameter) ->
                assertArrayEquals(
                    expected.get(name), widened(parameter.tensor().toFloats()), CLOSE, name));
  }

  @Test
  void itTrainsAsInPyTorch() {
    try (Device device = Device.open("cpu")) {
      train(device, Mode.CAPTURED, GradientPenaltyTest::assertTorchs);
    }
  }

  @Test
  void everyDeviceTrainsTheSameWeights() {
    String expected;
    try (Device reference = Device.open("cpu:reference")) {
      expected = train(reference, Mode.EAGER, (losses, critic) -> {});
    }
    for (Supplier<Device> named : SmallTraining.devices()) {
      try (Device device = named.get()) {
        for (Mode mode : Mode.values()) {
          assertEquals(expected, train(device, mode, (losses, critic) -> {}), device + ", " + mode);
        }
      }
    }
  }
}
