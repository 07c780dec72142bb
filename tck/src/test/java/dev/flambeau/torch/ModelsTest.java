package dev.flambeau.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.flambeau.models.MobileNetV2;
import dev.flambeau.models.ResNet;
import dev.flambeau.models.VGG;
import dev.flambeau.nn.Layer;
import dev.flambeau.nn.loss.CrossEntropyLoss;
import dev.flambeau.op.Shape;
import dev.flambeau.optim.SGD;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.HostTensor;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.train.TrainingStep;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks are torchvision's on the same weights, by tck/src/test/oracle/models.py. */
class ModelsTest {
  private static final int CLASSES = 10;
  private static final int IMAGES = 1000;
  private static final int SIZE = 64;

  private static final Map<String, IntFunction<Layer>> MODELS =
      Map.of(
          "resnet18", ResNet::resNet18,
          "resnet34", ResNet::resNet34,
          "resnet50", ResNet::resNet50,
          "vgg16", classes -> VGG.of(16, false, classes),
          "vgg16_bn", classes -> VGG.of(16, true, classes),
          "mobilenet_v2", MobileNetV2::new);

  // ---- the script's rule ----

  private static double hashed(int k, int i) {
    int h = i * (int) 2654435761L + k * 40503;
    h = (h ^ h >>> 16) * (int) 2246822519L;
    h = (h ^ h >>> 13) * (int) 3266489917L;
    h ^= h >>> 16;
    return (h >>> 8) / (double) (1 << 24) - 0.5;
  }

  private static HostTensor value(int k, String name, Shape shape) {
    float[] values = new float[shape.elements()];
    if (name.endsWith("num_batches_tracked")) {
      return HostTensor.of(values, shape.sizes());
    }
    boolean isScale = name.endsWith("weight") || name.endsWith("running_var");
    double scale = shape.rank() < 2 ? 0 : Math.sqrt(24.0 / shape.elements(1, shape.rank()));
    for (int i = 0; i < values.length; i++) {
      double u = hashed(k, i);
      values[i] = (float) (shape.rank() >= 2 ? u * scale : isScale ? 1 + u : u / 5);
    }
    return HostTensor.of(values, shape.sizes());
  }

  private static void fill(Layer model) {
    Map<String, HostTensor> state = new LinkedHashMap<>();
    model
        .liveState()
        .forEach((name, tensor) -> state.put(name, value(state.size(), name, tensor.shape())));
    model.loadStateDict(state);
  }

  private static Tensor images(Device device, int count) {
    float[] values = new float[count * 3 * SIZE * SIZE];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (hashed(IMAGES, i) * 4);
    }
    return device.tensor(values, count, 3, SIZE, SIZE);
  }

  private static Tensor labels(Device device, int count) {
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = 3 * i % CLASSES;
    }
    return device.tensor(labels, count);
  }

  // ---- the tests ----

  private static double[] expected(String name) {
    return TorchNumbers.read("models.txt").get(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"resnet18", "mobilenet_v2"})
  void logitsAreTorchvisions(String name) {
    double[] expected = expected(name + ".logits");
    try (Device device = Device.open("cpu");
        Scope scope = Scope.open();
        Layer model = MODELS.get(name).apply(CLASSES).toEmpty(device);
        var noGrad = Tensor.noGrad()) {
      fill(model);
      model.eval();
      float[] logits = model.forward(images(device, 2)).toFloats();
      assertEquals(expected.length, logits.length);
      for (int i = 0; i < logits.length; i++) {
        assertEquals(expected[i], logits[i], 1e-4, "logit " + i);
      }
    }
  }

  @Test
  void lossesOfTrainingAreTorchvisions() {
    double[] expected = expected("resnet18.losses");
    var loss = new CrossEntropyLoss();
    try (Device device = Device.open("cpu");
        Layer model = ResNet.resNet18(CLASSES).toEmpty(device);
        var optimizer = SGD.over(model.parameters()).learningRate(0.0005).momentum(0.9).build();
        var step =
            TrainingStep.captured(
                optimizer, batch -> loss.of(model.forward(batch.input()), batch.target()));
        Scope scope = Scope.open()) {
      fill(model);
      Tensor images = images(device, 4);
      Tensor labels = labels(device, 4);
      for (int i = 0; i < expected.length; i++) {
        assertEquals(expected[i], step.run(images, labels).item(), 1e-3, "loss " + i);
      }
    }
  }

  /** Names, their order, and sizes. */
  @Test
  void statesAreTorchvisions() throws IOException {
    Map<String, List<String>> states = states();
    assertEquals(MODELS.keySet(), states.keySet());
    for (var state : states.entrySet()) {
      assertFalse(state.getValue().isEmpty());
      Layer model = MODELS.get(state.getKey()).apply(1000);
      List<String> found = new ArrayList<>(state.getValue().size());
      Map<String, Shape> shapes = new LinkedHashMap<>();
      model.namedParameters().forEach((name, tensor) -> shapes.put(name, tensor.shape()));
      model.namedBuffers().forEach((name, tensor) -> shapes.put(name, tensor.shape()));
      for (String line : state.getValue()) {
        String name = line.split(" ")[0];
        found.add((name + sizes(shapes.remove(name))).strip());
      }
      assertEquals(state.getValue(), found, state.getKey());
      assertEquals(Map.of(), shapes, state.getKey());
    }
  }

  private static String sizes(Shape shape) {
    StringBuilder text = new StringBuilder();
    for (int axis = 0; shape != null && axis < shape.rank(); axis++) {
      text.append(' ').append(shape.size(axis));
    }
    return shape == null ? " is missing" : text.toString();
  }

  private static Map<String, List<String>> states() throws IOException {
    Map<String, List<String>> states = new LinkedHashMap<>();
    try (InputStream file = ModelsTest.class.getResourceAsStream("model_states.txt")) {
      new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" ", 2))
          .forEach(
              words -> states.computeIfAbsent(words[0], unused -> new ArrayList<>()).add(words[1]));
    }
    return states;
  }
}
