package dev.flambeau.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.io.Checkpoint;
import dev.flambeau.io.SafetensorsException;
import dev.flambeau.nn.Layer;
import dev.flambeau.optim.Optimizer;
import dev.flambeau.optim.SGD;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import dev.flambeau.train.Fingerprint;
import dev.flambeau.train.TrainingStep;
import dev.flambeau.training.SmallTraining.Mode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs that go on from a file. */
class ResumedRunTest {
  @TempDir Path folder;

  private static void train(
      SmallTraining training, Layer network, Optimizer optimizer, Mode mode, int from, int to) {
    Device device = network.parameters().get(0).tensor().device();
    try (TrainingStep step = mode.step(optimizer, training.loss(network))) {
      for (int i = from; i < to; i++) {
        try (Scope scope = Scope.open()) {
          step.run(training.input(device, i), training.target(device, i));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(SmallTraining.class)
  void oneThatGoesOnElsewhereEndsAtTheSameWeights(SmallTraining training) {
    Path file = folder.resolve("run.safetensors");
    try (Device first = Device.open("cpu");
        Device second = Device.open("cpu:reference")) {
      String undisturbed = training.run(first, Mode.EAGER, 10);
      try (Layer network = training.network(first);
          Optimizer optimizer = training.optimizer(network)) {
        train(training, network, optimizer, Mode.EAGER, 0, 4);
        Checkpoint.save(network, optimizer, file, Map.of("epoch", "4"));
      }
      try (Layer network = training.network(second);
          Optimizer optimizer = training.optimizer(network)) {
        Checkpoint.load(network, optimizer, file);
        assertEquals(4, optimizer.steps());
        train(training, network, optimizer, Mode.CAPTURED, 4, 10);
        assertEquals(undisturbed, Fingerprint.sha256(network));
      }
      try (Layer alone = training.network(second)) {
        assertTrue(Checkpoint.load(alone, file).unexpected().isEmpty());
      }
      assertEquals(Map.of("epoch", "4"), Checkpoint.metadata(file));
    }
  }

  @Test
  void whatDoesNotFitBothIsLoadedIntoNeither() {
    SmallTraining training = SmallTraining.CLASSIFIER;
    Path whole = folder.resolve("whole.safetensors");
    Path model = folder.resolve("model.safetensors");
    try (Device device = Device.open("cpu");
        Layer network = training.network(device);
        Optimizer adam = training.optimizer(network);
        Optimizer sgd = SGD.over(network.parameters()).learningRate(0.1).build()) {
      train(training, network, adam, Mode.EAGER, 0, 2);
      Checkpoint.save(network, adam, whole);
      Checkpoint.save(network, model);
      train(training, network, adam, Mode.EAGER, 2, 4);
      String weights = Fingerprint.sha256(network);
      assertTrue(
          refusal(network, sgd, whole)
              .startsWith(
                  whole + ": The state is not this optimizer's, nothing was loaded: 0.exp_avg"));
      assertEquals(
          model + ": holds no optimizer's state; save one with the model, or load the model alone.",
          refusal(network, adam, model));
      assertEquals(weights, Fingerprint.sha256(network));
      assertEquals(4, adam.steps());
      assertEquals(0, sgd.steps());
    }
  }

  private static String refusal(Layer network, Optimizer optimizer, Path file) {
    return assertThrows(SafetensorsException.class, () -> Checkpoint.load(network, optimizer, file))
        .getMessage();
  }
}
