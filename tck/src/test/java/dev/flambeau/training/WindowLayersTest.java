package dev.flambeau.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.nn.AdaptiveAvgPool2d;
import dev.flambeau.nn.AdaptiveMaxPool1d;
import dev.flambeau.nn.BatchNorm2d;
import dev.flambeau.nn.Conv1d;
import dev.flambeau.nn.Conv2d;
import dev.flambeau.nn.ConvTranspose1d;
import dev.flambeau.nn.ConvTranspose2d;
import dev.flambeau.nn.Layer;
import dev.flambeau.nn.MaxPool2d;
import dev.flambeau.nn.Sequential;
import dev.flambeau.nn.Tanh;
import dev.flambeau.nn.padding.ReplicationPad1d;
import dev.flambeau.op.FlambeauException;
import dev.flambeau.optim.SGD;
import dev.flambeau.tensor.Autograd;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.train.Fingerprint;
import dev.flambeau.training.SmallTraining.Mode;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What layers of windows refuse, with words to act on, and what they must not stumble over. */
class WindowLayersTest {
  private record Refusal(String words, Function<Device, Object> call) {}

  private static final List<Refusal> REFUSALS =
      List.of(
          new Refusal(
              "an adaptive pooling takes axes of 1 element or more, was given (1, 3, 0, 4)",
              d -> new AdaptiveAvgPool2d(2).forward(d.ones(1, 3, 0, 4))),
          new Refusal(
              "takes axes of 1 element or more",
              d -> new AdaptiveMaxPool1d(2).forward(d.ones(1, 3, 0))),
          new Refusal(
              "window: covers 2147483647 elements at most, was given a kernel of 3 with a dilation"
                  + " of 2000000000",
              d -> new Conv1d(1, 1, 3).dilation(2_000_000_000)),
          new Refusal(
              "window: takes one stride for all axes or 2, one for each; was given [1, 2, 3]",
              d -> new Conv2d(1, 1, 3).stride(1, 2, 3)),
          new Refusal(
              "as many positions as elements take a stride of 1, was given 2",
              d -> new Conv2d(1, 1, 3).stride(2).samePadding()),
          new Refusal(
              "a kernel for 2 axes has 1 size or 2, was given [1, 2, 3]",
              d -> new Conv2d(1, 1, 1, 2, 3)),
          new Refusal(
              "1 or more groups divide the channels of input and output, was given 2 for 3 and 4",
              d -> new Conv2d(3, 4, 1).groups(2)),
          new Refusal(
              "one outputPadding for all axes or 2, was given [1, 1, 1]",
              d -> new ConvTranspose2d(1, 1, 3).outputPadding(1, 1, 1)),
          new Refusal(
              "an outputPadding is 0 or more, and below stride or dilation; was given 2",
              d -> on(d, new ConvTranspose1d(1, 1, 3).outputPadding(2)).forward(d.ones(1, 1, 3))),
          new Refusal(
              "an axis of the output would have -5 elements",
              d -> on(d, new ConvTranspose1d(1, 1, 3).padding(5)).forward(d.ones(1, 1, 3))),
          new Refusal(
              "would lie in the padding alone",
              d -> new MaxPool2d(2).padding(2).forward(d.ones(1, 1, 4, 4))),
          new Refusal(
              "would have more than 2147483647 positions",
              d -> new ReplicationPad1d(2_000_000_000).forward(d.ones(1, 1, 3))),
          new Refusal(
              "BatchNorm2d: epsilon is 0 or more, was given -1.0",
              d -> new BatchNorm2d(2, -1, 0.1, true, true)));

  private static Layer on(Device device, Layer layer) {
    return layer.to(device, 1);
  }

  @TestFactory
  Stream<DynamicTest> whatCannotBeIsRefused() {
    return REFUSALS.stream()
        .map(
            refusal ->
                DynamicTest.dynamicTest(
                    refusal.words(),
                    () -> {
                      try (Device device = Device.open("cpu");
                          Scope scope = Scope.open()) {
                        FlambeauException thrown =
                            assertThrows(
                                FlambeauException.class, () -> refusal.call().apply(device));
                        assertTrue(
                            thrown.getMessage().contains(refusal.words()), thrown::getMessage);
                      }
                    }));
  }

  /** A stride that most elements lie between: their gradients are zeros, at no price. */
  @Test
  void hugeStridesTakeNoTime() {
    for (String name : List.of("cpu", "cpu:reference")) {
      try (Device device = Device.open(name);
          Scope scope = Scope.open();
          Layer conv = new Conv2d(1, 1, 1).stride(500).bias(false).to(device, 1)) {
        Tensor x = device.ones(1, 1, 1001, 1001).requiresGrad(true);
        conv.forward(x).sum().backward();
        float[] gradient = x.grad().orElseThrow().toFloats();
        float weight = conv.parameters().get(0).tensor().toFloats()[0];
        for (int i = 0; i < gradient.length; i++) {
          boolean isSeen = i / 1001 % 500 == 0 && i % 1001 % 500 == 0;
          assertEquals(isSeen ? weight : 0f, gradient[i], name + ", element " + i);
        }
      }
    }
    try (Device device = Device.open("cpu");
        Scope scope = Scope.open();
        Layer conv = new Conv1d(1, 1, 1).stride(2_000_000_000).bias(false).to(device, 1)) {
      Tensor x = device.ones(1, 1, 3).requiresGrad(true);
      conv.forward(x).sum().backward();
      assertEquals(0f, x.grad().orElseThrow().toFloats()[1]);
      assertTrue(conv.parameters().get(0).tensor().grad().isPresent());
    }
  }

  /** By a gradient of the batch itself, which goes with the step; as PyTorch's users write it. */
  @Test
  void aPenaltyOnTheGradientOfABatchIsCaptured() {
    List<String> hashes =
        Stream.of(Mode.EAGER, Mode.CAPTURED).map(WindowLayersTest::penalized).toList();
    assertEquals(hashes.get(0), hashes.get(1));
  }

  private static String penalized(Mode mode) {
    try (Device device = Device.open("cpu");
        Layer model =
            new Sequential(
                    new Conv2d(1, 3, 3).padding(1),
                    new Tanh(),
                    new MaxPool2d(2),
                    new Conv2d(3, 1, 2))
                .to(device, 2);
        var optimizer = SGD.over(model.parameters()).learningRate(0.1).build();
        var step =
            mode.step(
                optimizer,
                batch -> {
                  Tensor x = batch.input().requiresGrad(true);
                  Tensor y = model.forward(x).sum();
                  Tensor g = Autograd.grad(y, x, Autograd.GraphMode.CREATE);
                  return y.add(g.square().sum());
                })) {
      for (int i = 0; i < 4; i++) {
        try (Scope scope = Scope.open()) {
          float[] values = new float[32];
          IntStream.range(0, 32).forEach(n -> values[n] = n % 7 - 3);
          step.run(device.tensor(values, 2, 1, 4, 4), device.zeros(1));
        }
      }
      return Fingerprint.sha256(model);
    }
  }
}
