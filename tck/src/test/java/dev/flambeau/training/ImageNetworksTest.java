package dev.flambeau.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.io.Checkpoint;
import dev.flambeau.nn.AdaptiveAvgPool2d;
import dev.flambeau.nn.AvgPool2d;
import dev.flambeau.nn.BatchNorm2d;
import dev.flambeau.nn.Conv2d;
import dev.flambeau.nn.ConvTranspose2d;
import dev.flambeau.nn.Dropout;
import dev.flambeau.nn.Dropout2d;
import dev.flambeau.nn.Flatten;
import dev.flambeau.nn.Layer;
import dev.flambeau.nn.Linear;
import dev.flambeau.nn.MaxPool2d;
import dev.flambeau.nn.ReLU;
import dev.flambeau.nn.Sequential;
import dev.flambeau.nn.loss.CrossEntropyLoss;
import dev.flambeau.op.Philox;
import dev.flambeau.optim.Adam;
import dev.flambeau.optim.Optimizer;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.train.Fingerprint;
import dev.flambeau.train.TrainingStep;
import dev.flambeau.training.SmallTraining.Mode;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Networks for images to one hash each, of weights and running statistics: convolutions with
 * strides, groups and transposed, poolings that overlap, dropout and batch norm; eager, captured,
 * gone on from a file in the middle, on every device.
 */
class ImageNetworksTest {
  private static final int STEPS = 8;
  private static final int MIDDLE = 3;
  private static final int BATCH = 5;

  @TempDir Path folder;

  /** A network for images of some channels and 12×12 elements, and what training makes of it. */
  private record Network(String name, int channels, String hash, Supplier<Layer> made) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final List<Network> NETWORKS =
      List.of(
          new Network(
              "lenet",
              1,
              "c716097dfaac61af759eee77b6377ab157947fa01b670ae6bddb44643343bd29",
              () ->
                  new Sequential(
                      new Conv2d(1, 6, 5).padding(2),
                      new ReLU(),
                      new MaxPool2d(2),
                      new Conv2d(6, 16, 5),
                      new ReLU(),
                      new MaxPool2d(2),
                      new Flatten(),
                      new Linear(16, 12),
                      new ReLU(),
                      new Linear(12, 4))),
          new Network(
              "cnn",
              2,
              "19090c5f8758a96a7718ca8e38f16f2038f914b348d7816fb070bde44e216db5",
              () ->
                  new Sequential(
                      new Conv2d(2, 9, 3).padding(1),
                      new ReLU(),
                      new Conv2d(9, 17, 3).padding(1),
                      new ReLU(),
                      new MaxPool2d(3).stride(2).padding(1),
                      new Dropout2d(0.25),
                      new AvgPool2d(3).stride(2).padding(1),
                      new Flatten(),
                      new Linear(17 * 9, 8),
                      new Dropout(0.5),
                      new Linear(8, 4))),
          new Network(
              "resnet",
              3,
              "c81f1dc5dbcceceb0cd444766d08982d5a3e1aacff37156663f1ca78f8879d15",
              () ->
                  new Sequential(
                      new Conv2d(3, 8, 3).padding(1).bias(false),
                      new BatchNorm2d(8),
                      new ReLU(),
                      new Residual(8, 8, 1),
                      new Residual(8, 16, 2),
                      new ConvTranspose2d(16, 8, 4).stride(2).padding(1).groups(2),
                      new BatchNorm2d(8),
                      new AdaptiveAvgPool2d(1),
                      new Flatten(),
                      new Linear(8, 4))));

  /** A residual block, whose second convolution is depthwise. */
  private static final class Residual extends Layer {
    private final Layer path;
    private final Layer shortcut;

    Residual(int in, int out, int stride) {
      path =
          child(
              "path",
              new Sequential(
                  new Conv2d(in, out, 3).stride(stride).padding(1).bias(false),
                  new BatchNorm2d(out),
                  new ReLU(),
                  new Conv2d(out, out, 3).padding(1).groups(out).bias(false),
                  new BatchNorm2d(out)));
      shortcut = child("shortcut", new Conv2d(in, out, 1).stride(stride));
    }

    @Override
    public Tensor forward(Tensor x) {
      return path.forward(x).add(shortcut.forward(x)).relu();
    }
  }

  private static void train(
      Network network, Layer model, Optimizer optimizer, Mode mode, int from, int to) {
    Device device = model.parameters().get(0).tensor().device();
    var loss = new CrossEntropyLoss();
    try (TrainingStep step =
        mode.step(optimizer, batch -> loss.of(model.forward(batch.input()), batch.target()))
            .seed(7)) {
      for (int i = from; i < to; i++) {
        try (Scope scope = Scope.open()) {
          step.run(images(device, network.channels(), i), labels(device, i));
        }
      }
    }
  }

  private static Tensor images(Device device, int channels, int step) {
    float[] values = new float[BATCH * channels * 144];
    new Philox(9, Philox.TRAINING_DATA, 0, step).fill(values, 1);
    return device.tensor(values, BATCH, channels, 12, 12);
  }

  private static Tensor labels(Device device, int step) {
    int[] labels = new int[BATCH];
    for (int i = 0; i < BATCH; i++) {
      labels[i] = (i + step) % 4;
    }
    return device.tensor(labels, BATCH);
  }

  private static String trained(Network network, Device device, Mode mode) {
    try (Layer model = network.made().get().to(device, 3);
        Optimizer optimizer = Adam.over(model.parameters()).learningRate(0.01).build()) {
      train(network, model, optimizer, mode, 0, STEPS);
      return Fingerprint.sha256(model);
    }
  }

  private String resumed(Network network, Device device, Mode before, Mode after) {
    Path file = folder.resolve(network.name() + ".safetensors");
    try (Layer model = network.made().get().to(device, 3);
        Optimizer optimizer = Adam.over(model.parameters()).learningRate(0.01).build()) {
      train(network, model, optimizer, before, 0, MIDDLE);
      Checkpoint.save(model, optimizer, file);
    }
    try (Layer model = network.made().get().to(device, 4);
        Optimizer optimizer = Adam.over(model.parameters()).learningRate(0.01).build()) {
      Checkpoint.load(model, optimizer, file);
      train(network, model, optimizer, after, MIDDLE, STEPS);
      return Fingerprint.sha256(model);
    }
  }

  @TestFactory
  Stream<DynamicTest> oneHashOnTheReference() {
    return NETWORKS.stream()
        .map(
            network ->
                DynamicTest.dynamicTest(
                    network.name(),
                    () -> {
                      try (Device device = Device.open("cpu:reference")) {
                        assertEquals(network.hash(), trained(network, device, Mode.EAGER));
                        assertEquals(
                            network.hash(), resumed(network, device, Mode.EAGER, Mode.CAPTURED));
                      }
                    }));
  }

  @Tag("opencl")
  @Tag("vectors")
  @TestFactory
  Stream<DynamicTest> oneHashOnEveryDevice() {
    List<Supplier<Device>> devices = SmallTraining.devices();
    assertTrue(devices.size() >= 3);
    return NETWORKS.stream()
        .map(
            network ->
                DynamicTest.dynamicTest(
                    network.name(), () -> devices.forEach(named -> check(network, named))));
  }

  private void check(Network network, Supplier<Device> named) {
    try (Device device = named.get()) {
      for (Mode mode : Mode.values()) {
        assertEquals(network.hash(), trained(network, device, mode), device + ", " + mode);
      }
      assertEquals(
          network.hash(),
          resumed(network, device, Mode.CAPTURED, Mode.EAGER),
          device + ", resumed");
    }
  }
}
