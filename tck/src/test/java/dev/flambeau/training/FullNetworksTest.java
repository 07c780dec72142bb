package dev.flambeau.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flambeau.backend.BackendOptions;
import dev.flambeau.data.Batch;
import dev.flambeau.data.DataLoader;
import dev.flambeau.data.Dataset;
import dev.flambeau.data.Example;
import dev.flambeau.data.ImageClassification;
import dev.flambeau.io.Checkpoint;
import dev.flambeau.models.ResNet;
import dev.flambeau.nn.BatchNorm2d;
import dev.flambeau.nn.Conv2d;
import dev.flambeau.nn.Dropout;
import dev.flambeau.nn.Dropout2d;
import dev.flambeau.nn.Flatten;
import dev.flambeau.nn.Layer;
import dev.flambeau.nn.Linear;
import dev.flambeau.nn.MaxPool2d;
import dev.flambeau.nn.ReLU;
import dev.flambeau.nn.Sequential;
import dev.flambeau.nn.loss.CrossEntropyLoss;
import dev.flambeau.optim.Adam;
import dev.flambeau.optim.Optimizer;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.HostTensor;
import dev.flambeau.tensor.Scope;
import dev.flambeau.train.Fingerprint;
import dev.flambeau.train.TrainingStep;
import dev.flambeau.training.SmallTraining.Mode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Networks for images at their full size, with dropout and batch norm, to one hash each after an
 * epoch of MNIST's first test images: eager, captured, gone on from a file in the middle, on every
 * device with the kernels of either class. Emulated arithmetic is slow: it has a shorter epoch.
 */
@EnabledIfSystemProperty(named = "flambeau.long", matches = "true")
class FullNetworksTest {
  private static final Epoch WHOLE = new Epoch(512, 64, 3);
  private static final Epoch SHORT = new Epoch(12, 4, 1);

  @TempDir Path folder;

  /**
   * A share of the data, in batches.
   *
   * @param middle after which step the run is saved that goes on from a file
   */
  private record Epoch(int images, int batch, int middle) {}

  /**
   * A network, and what training makes of it.
   *
   * @param channels of an image of this many rows and columns
   */
  private record Network(
      String name,
      int channels,
      int side,
      String afterWhole,
      String afterShort,
      Supplier<Layer> made) {
    String hash(Epoch epoch) {
      return epoch == WHOLE ? afterWhole : afterShort;
    }
  }

  private static final List<Network> NETWORKS =
      List.of(
          new Network(
              "lenet",
              1,
              28,
              "15aa7a78e1db35a86d8cadb910064aa0ee8ecb4dcc9a54751a4c96b981c3b019",
              "df5e68efdd7abdad28ba534fbe79f0844b8d31b6ac78478e9b59e0d928e6dd65",
              () ->
                  new Sequential(
                      new Conv2d(1, 6, 5).padding(2),
                      new BatchNorm2d(6),
                      new ReLU(),
                      new MaxPool2d(2),
                      new Conv2d(6, 16, 5),
                      new BatchNorm2d(16),
                      new ReLU(),
                      new MaxPool2d(2),
                      new Flatten(),
                      new Linear(400, 120),
                      new ReLU(),
                      new Dropout(0.5),
                      new Linear(120, 84),
                      new ReLU(),
                      new Linear(84, 10))),
          new Network(
              "cnn-32-64",
              1,
              28,
              "1ca5d94e955a229aa139e4e85cec25e7b882d28df6a6895d0b7802e8e6e1ebe1",
              "5ca96f56e6e5ff98042f7393fca67706c489de7046a19d05496c36788be75438",
              () ->
                  new Sequential(
                      new Conv2d(1, 32, 3).padding(1),
                      new BatchNorm2d(32),
                      new ReLU(),
                      new Conv2d(32, 64, 3).padding(1),
                      new BatchNorm2d(64),
                      new ReLU(),
                      new MaxPool2d(2),
                      new Dropout2d(0.25),
                      new Flatten(),
                      new Linear(64 * 14 * 14, 128),
                      new ReLU(),
                      new Dropout(0.5),
                      new Linear(128, 10))),
          new Network(
              "resnet8",
              3,
              32,
              "9ae775d879ec87a0492941f5b4be47ae076b03463d234689f344c05aa4b16702",
              "4d8a4f8b66039e63ab9570a93f74ebf208dc5bb8f29bfdb39cb940013972bab3",
              () ->
                  new Sequential(
                      ResNet.small(1, 64), new ReLU(), new Dropout(0.5), new Linear(64, 10))));

  /** A digit in the middle of an image, the same in each channel. */
  private static Example image(Example digit, int channels, int side) {
    float[] pixels = ((HostTensor.Floats) digit.input()).values();
    int margin = (side - 28) / 2;
    float[] image = new float[channels * side * side];
    for (int row = 0; row < channels * 28; row++) {
      int from = row % 28;
      int to = (row / 28 * side + margin + from) * side + margin;
      System.arraycopy(pixels, 28 * from, image, to, 28);
    }
    return Example.of(HostTensor.of(image, channels, side, side), digit.target());
  }

  private static DataLoader loader(Network network, Epoch epoch) throws IOException {
    Dataset digits = ImageClassification.readTest(Path.of("../mnist"));
    return new DataLoader(
            digits
                .subset(IntStream.range(0, epoch.images()).toArray())
                .map(digit -> image(digit, network.channels(), network.side())),
            epoch.batch())
        .shuffled(1);
  }

  /** Runs the steps of an epoch from one up to and without another. */
  private static void train(
      Layer model, Optimizer optimizer, Mode mode, DataLoader loader, int from, int to) {
    Device device = model.parameters().get(0).tensor().device();
    var loss = new CrossEntropyLoss();
    try (TrainingStep step =
        mode.step(optimizer, batch -> loss.of(model.forward(batch.input()), batch.target()))
            .seed(7)) {
      int number = 0;
      for (Batch batch : loader.epoch(0)) {
        if (number >= from && number < to) {
          try (Scope scope = Scope.open()) {
            step.run(batch.on(device));
          }
        }
        number++;
      }
    }
  }

  private static Optimizer optimizer(Layer model) {
    return Adam.over(model.parameters()).learningRate(1e-3).build();
  }

  private static String trained(Network network, Epoch epoch, Device device, Mode mode)
      throws IOException {
    DataLoader loader = loader(network, epoch);
    try (Layer model = network.made().get().to(device, 3);
        Optimizer optimizer = optimizer(model)) {
      train(model, optimizer, mode, loader, 0, loader.batches());
      return Fingerprint.sha256(model);
    }
  }

  private String resumed(Network network, Epoch epoch, Device device, Mode before, Mode after)
      throws IOException {
    Path file = folder.resolve(network.name() + ".safetensors");
    DataLoader loader = loader(network, epoch);
    try (Layer model = network.made().get().to(device, 3);
        Optimizer optimizer = optimizer(model)) {
      train(model, optimizer, before, loader, 0, epoch.middle());
      Checkpoint.save(model, optimizer, file);
    }
    try (Layer model = network.made().get().to(device, 4);
        Optimizer optimizer = optimizer(model)) {
      Checkpoint.load(model, optimizer, file);
      train(model, optimizer, after, loader, epoch.middle(), loader.batches());
      return Fingerprint.sha256(model);
    }
  }

  @TestFactory
  Stream<DynamicTest> onTheReference() {
    return tests("cpu:reference", "", "", () -> Device.open("cpu:reference"));
  }

  @Tag("vectors")
  @TestFactory
  Stream<DynamicTest> onTheCpu() {
    return Stream.of(1, 2)
        .flatMap(
            threads ->
                tests(
                    "cpu, " + threads + " threads",
                    "",
                    "",
                    () -> Device.open("cpu", BackendOptions.defaults().withThreads(threads))));
  }

  @TestFactory
  Stream<DynamicTest> onTheCpuWithoutVectors() {
    return tests("cpu without vectors", "flambeau.cpu.vectors", "off", () -> Device.open("cpu"));
  }

  @Tag("opencl")
  @TestFactory
  Stream<DynamicTest> onOpenCl() {
    return Device.all().stream()
        .filter(info -> info.provider().equals("opencl"))
        .flatMap(
            info ->
                Stream.of("cpu", "gpu")
                    .flatMap(
                        kernels ->
                            tests(
                                info + " with kernels for " + kernels,
                                "flambeau.opencl.kernels",
                                kernels,
                                () -> Device.open(info.name()))));
  }

  /** A test a network, on a device that is opened under a system property. */
  private Stream<DynamicTest> tests(
      String name, String property, String value, Supplier<Device> opened) {
    return NETWORKS.stream()
        .map(
            network ->
                DynamicTest.dynamicTest(
                    network.name() + " on " + name,
                    () -> {
                      try (Device device = open(property, value, opened)) {
                        check(network, SHORT, device);
                        if (device.admission().reasons().isEmpty()) {
                          check(network, WHOLE, device);
                        }
                      }
                    }));
  }

  private static Device open(String property, String value, Supplier<Device> opened) {
    if (property.isEmpty()) {
      return opened.get();
    }
    System.setProperty(property, value);
    try {
      return opened.get();
    } finally {
      System.clearProperty(property);
    }
  }

  private void check(Network network, Epoch epoch, Device device) throws IOException {
    String hash = network.hash(epoch);
    for (Mode mode : Mode.values()) {
      assertEquals(hash, trained(network, epoch, device, mode), epoch + ", " + mode);
    }
    assertEquals(
        hash,
        resumed(network, epoch, device, Mode.CAPTURED, Mode.EAGER),
        epoch + ", gone on from a file");
  }
}
