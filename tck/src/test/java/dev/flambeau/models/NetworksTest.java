package dev.flambeau.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flambeau.backend.DeviceInfo;
import dev.flambeau.data.DeviceBatch;
import dev.flambeau.nn.Layer;
import dev.flambeau.nn.ModelException;
import dev.flambeau.nn.Parameter;
import dev.flambeau.op.Philox;
import dev.flambeau.op.Shape;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.optim.Optimizer;
import dev.flambeau.optim.SGD;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.train.Fingerprint;
import dev.flambeau.train.TrainingStep;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NetworksTest {
  /** Networks, each with a small input and what comes of it. */
  enum Network {
    LENET(LeNet5::new, Shape.of(3, 1, 28, 28), Shape.of(3, 10)),
    RESNET_8(() -> ResNet.small(1, 10), Shape.of(2, 3, 8, 8), Shape.of(2, 10)),
    RESNET_18(() -> ResNet.resNet18(7), Shape.of(2, 3, 40, 40), Shape.of(2, 7)),
    RESNET_50(() -> ResNet.resNet50(5), Shape.of(2, 3, 33, 33), Shape.of(2, 5)),
    VGG_11(() -> VGG.small(11, true, 10), Shape.of(2, 3, 32, 32), Shape.of(2, 10)),
    MOBILE_NET(() -> new MobileNetV2(6, 0.25), Shape.of(2, 3, 64, 64), Shape.of(2, 6)),
    UNET(() -> new UNet(2, 4, 4, 3), Shape.of(2, 2, 8, 12), Shape.of(2, 4, 8, 12)),
    AUTOENCODER(() -> new Autoencoder(1, 4, 8), Shape.of(2, 1, 28, 28), Shape.of(2, 1, 28, 28)),
    GENERATOR(() -> new Generator(10, 4, 3), Shape.of(2, 10), Shape.of(2, 3, 64, 64)),
    DISCRIMINATOR(() -> new Discriminator(4, 3), Shape.of(2, 3, 64, 64), Shape.of(2, 1));

    private final Supplier<Layer> maker;
    private final Shape input;
    private final Shape output;

    Network(Supplier<Layer> maker, Shape input, Shape output) {
      this.maker = maker;
      this.input = input;
      this.output = output;
    }

    private Tensor input(Device device, int step) {
      float[] values = new float[input.elements()];
      new Philox(1, Philox.TRAINING_DATA, 0, step).fill(values, 1);
      return device.tensor(values, input.sizes());
    }

    /** Trains two steps and gives the hash of the state. */
    private String train(Device device, boolean isCaptured) {
      Function<Layer, Function<DeviceBatch, Tensor>> loss =
          model -> batch -> model.forward(batch.input()).square().mean();
      try (Layer model = maker.get().to(device, 7);
          Optimizer optimizer = SGD.over(model.parameters()).learningRate(0.01).build();
          TrainingStep step =
              isCaptured
                  ? TrainingStep.captured(optimizer, loss.apply(model))
                  : TrainingStep.eager(optimizer, loss.apply(model))) {
        step.seed(3);
        String before = Fingerprint.sha256(model);
        for (int i = 0; i < 2; i++) {
          try (Scope scope = Scope.open()) {
            step.run(DeviceBatch.of(input(device, i)));
          }
        }
        assertNotEquals(before, Fingerprint.sha256(model));
        return Fingerprint.sha256(model);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void anInputHasItsOutput(Network network) {
    try (Device device = Device.open("cpu");
        Scope scope = Scope.open();
        Layer model = network.maker.get().to(device, 7)) {
      model.eval();
      assertEquals(network.output, model.forward(network.input(device, 0)).shape());
    }
  }

  @ParameterizedTest
  @EnumSource
  void capturedStepsHaveTheBitsOfEagerOnes(Network network) {
    try (Device device = Device.open("cpu")) {
      assertEquals(network.train(device, false), network.train(device, true));
    }
  }

  @ParameterizedTest
  @Tag("opencl")
  @EnumSource(names = {"LENET", "RESNET_8", "UNET"})
  void everyDeviceTrainsTheSameWeights(Network network) {
    String expected;
    try (Device reference = Device.open("cpu:reference")) {
      expected = network.train(reference, false);
    }
    for (DeviceInfo each : Device.all()) {
      try (Device device = Device.open(each.name())) {
        assertEquals(expected, network.train(device, true), each.name());
      }
    }
  }

  /** Of 1000 classes as torchvision has them, and as PyTorch's examples have DCGAN's. */
  private static final Map<Integer, Supplier<Layer>> PARAMETERS =
      Map.ofEntries(
          Map.entry(11_689_512, () -> ResNet.resNet18(1000)),
          Map.entry(21_797_672, () -> ResNet.resNet34(1000)),
          Map.entry(25_557_032, () -> ResNet.resNet50(1000)),
          Map.entry(132_863_336, () -> VGG.of(11, false, 1000)),
          Map.entry(133_047_848, () -> VGG.of(13, false, 1000)),
          Map.entry(138_357_544, () -> VGG.of(16, false, 1000)),
          Map.entry(143_667_240, () -> VGG.of(19, false, 1000)),
          Map.entry(132_868_840, () -> VGG.of(11, true, 1000)),
          Map.entry(133_053_736, () -> VGG.of(13, true, 1000)),
          Map.entry(138_365_992, () -> VGG.of(16, true, 1000)),
          Map.entry(143_678_248, () -> VGG.of(19, true, 1000)),
          Map.entry(3_504_872, () -> new MobileNetV2(1000)),
          Map.entry(61_706, LeNet5::new),
          Map.entry(3_576_704, Generator::new),
          Map.entry(2_765_568, Discriminator::new));

  @Test
  void parametersAreAsManyAsElsewhere() {
    PARAMETERS.forEach(
        (count, model) -> {
          int found = 0;
          for (Parameter parameter : model.get().parameters()) {
            found += parameter.shape().elements();
          }
          assertEquals(count, found);
        });
  }

  @Test
  void whatThereIsNotIsRefused() {
    ModelException depth = assertThrows(ModelException.class, () -> VGG.of(12, false, 10));
    assertEquals("VGG: has a depth of [11, 13, 16, 19], was given 12.", depth.getMessage());
    assertThrows(ModelException.class, () -> ResNet.small(0, 10));
    assertThrows(ModelException.class, () -> new MobileNetV2(10, 0));
    assertThrows(ModelException.class, () -> new UNet(1, 2, 8, 1));
    assertThrows(ModelException.class, () -> new Autoencoder(1));
  }

  @Test
  void imagesThatCannotBeHalvedAreRefused() {
    try (Device device = Device.open("cpu");
        Scope scope = Scope.open();
        UNet model = new UNet(1, 2, 4, 3).to(device)) {
      ShapeMismatchException e =
          assertThrows(ShapeMismatchException.class, () -> model.forward(device.ones(1, 1, 8, 10)));
      assertEquals(
          "UNet: takes (N, C, H, W) whose H and W are multiples of 4, was given (1, 1, 8, 10). Pad"
              + " the images, or take fewer levels.",
          e.getMessage());
    }
  }
}
