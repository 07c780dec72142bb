package dev.flambeau.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.nn.Layer;
import dev.flambeau.nn.Linear;
import dev.flambeau.nn.Sequential;
import dev.flambeau.nn.Tanh;
import dev.flambeau.tensor.Autograd;
import dev.flambeau.tensor.Autograd.GraphMode;
import dev.flambeau.tensor.CapturedStep;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.error.GradientException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Parts that are computed again on the way back: the same bits, and less memory. */
class CheckpointTest {
  private static final int WIDTH = 24;
  private static final int ROWS = 9;

  /** How a network's blocks are run. */
  private enum Way {
    KEPT {
      @Override
      Tensor run(List<Layer> blocks, Tensor x) {
        Tensor y = x;
        for (Layer block : blocks) {
          y = block.forward(y);
        }
        return y;
      }
    },
    EACH_BY_ITSELF {
      @Override
      Tensor run(List<Layer> blocks, Tensor x) {
        Tensor y = x;
        for (Layer block : blocks) {
          y = Autograd.checkpoint(block::forward, y);
        }
        return y;
      }
    },
    ALL_AT_ONCE {
      @Override
      Tensor run(List<Layer> blocks, Tensor x) {
        return Autograd.checkpoint(in -> KEPT.run(blocks, in), x);
      }
    },
    NESTED {
      @Override
      Tensor run(List<Layer> blocks, Tensor x) {
        return Autograd.checkpoint(in -> EACH_BY_ITSELF.run(blocks, in), x);
      }
    };

    abstract Tensor run(List<Layer> blocks, Tensor x);
  }

  /** Blocks of which the first is there twice, so that its parameters are used twice. */
  private static List<Layer> blocks(Device device) {
    List<Layer> blocks = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      blocks.add(block().to(device, i));
    }
    blocks.add(blocks.get(0));
    return blocks;
  }

  private static Layer block() {
    return new Sequential(new Linear(WIDTH, WIDTH), new Tanh(), new Linear(WIDTH, WIDTH));
  }

  /** The output, then the gradients of all parameters and of the input. */
  private static List<float[]> bits(Device device, Way way, boolean isCaptured) {
    try (Scope scope = Scope.open()) {
      List<Layer> blocks = blocks(device);
      Tensor x = device.tensor(numbers(), ROWS, WIDTH).requiresGrad(true);
      UnaryOperator<List<Tensor>> code = in -> results(way.run(blocks, x), blocks, x);
      List<float[]> bits = new ArrayList<>();
      if (isCaptured) {
        try (CapturedStep step = CapturedStep.record(device, List.of(), code::apply)) {
          step.run(List.of()).forEach(tensor -> bits.add(tensor.toFloats()));
        }
      } else {
        code.apply(List.of()).forEach(tensor -> bits.add(tensor.toFloats()));
      }
      blocks.forEach(Layer::close);
      return bits;
    }
  }

  private static float[] numbers() {
    float[] numbers = new float[ROWS * WIDTH];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (i * 37 % 101 - 50) / 50f;
    }
    return numbers;
  }

  private static List<Tensor> results(Tensor y, List<Layer> blocks, Tensor x) {
    y.square().mean().backward();
    List<Tensor> leaves = new ArrayList<>(List.of(x));
    blocks.subList(0, 4).forEach(b -> b.parameters().forEach(p -> leaves.add(p.tensor())));
    List<Tensor> results = new ArrayList<>(List.of(y));
    for (Tensor leaf : leaves) {
      results.add(leaf.grad().orElseThrow().detach());
      leaf.zeroGrad();
    }
    return results;
  }

  @ParameterizedTest
  @EnumSource
  void valuesAndGradientsHaveTheSameBits(Way way) {
    List<float[]> expected =
        SameBits.ofReference((device, isCaptured) -> bits(device, Way.KEPT, isCaptured));
    SameBits.assertEverywhere(expected, (device, isCaptured) -> bits(device, way, isCaptured));
  }

  @Test
  void nothingOfAPartIsKept() {
    try (Device device = Device.open("cpu");
        Scope scope = Scope.open()) {
      List<Layer> blocks = blocks(device);
      Tensor x = device.tensor(numbers(), ROWS, WIDTH);
      int before = device.memory().buffers();
      Tensor y = Way.EACH_BY_ITSELF.run(blocks, x);
      assertEquals(blocks.size(), device.memory().buffers() - before, "one output a part");
      y.mean().backward();
      blocks.get(0).parameters().forEach(p -> assertTrue(p.grad().isPresent()));
      int parameters = 4 * blocks.get(0).parameters().size();
      int afterwards = device.memory().buffers() - before - parameters;
      assertTrue(afterwards <= blocks.size() + 1, afterwards + " buffers beside gradients");
    }
  }

  @Test
  void memoryOnTheWayBackIsThatOfOnePart() {
    long kept = peak(Way.KEPT);
    long again = peak(Way.EACH_BY_ITSELF);
    assertTrue(again < kept * 2 / 3, again + " bytes at most, without checkpoints " + kept);
  }

  /** All bytes that a forward and a backward pass over many wide parts take from the device. */
  private static long peak(Way way) {
    try (Device device = Device.open("cpu")) {
      List<Layer> blocks = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        blocks.add(block().to(device, i));
      }
      try (Scope scope = Scope.open()) {
        Tensor x = device.zeros(4_000, WIDTH);
        way.run(blocks, x).mean().backward();
        return device.memory().usedBytes() + device.memory().pooledBytes();
      }
    }
  }

  @Test
  void gradientsOfGradientsPassThrough() {
    try (Device device = Device.open("cpu");
        Scope scope = Scope.open()) {
      Tensor x = device.tensor(new float[] {1, 2}, 2).requiresGrad(true);
      Tensor y = Autograd.checkpoint(in -> in.square().mul(in), x).sum();
      Tensor first = Autograd.grad(y, x, GraphMode.CREATE);
      assertArrayEquals(new float[] {3, 12}, first.toFloats());
      Tensor second = Autograd.grad(first.sum(), List.of(x)).get(0);
      assertArrayEquals(new float[] {6, 12}, second.toFloats());
    }
  }

  @Test
  void withoutGradientsThereIsNothingToDo() {
    try (Device device = Device.open("cpu");
        Scope scope = Scope.open()) {
      Tensor x = device.ones(2);
      assertEquals(false, Autograd.checkpoint(Tensor::exp, x).requiresGrad());
    }
  }

  @Test
  void refusals() {
    try (Device device = Device.open("cpu");
        Scope scope = Scope.open()) {
      Tensor x = device.ones(2).requiresGrad(true);
      Tensor w = device.ones(2).requiresGrad(true);
      Tensor y = Autograd.checkpoint(in -> in.mul(w), x).sum();
      w.write(3, 3);
      assertTrue(
          assertThrows(GradientException.class, y::backward)
              .getMessage()
              .startsWith("checkpoint: backward needs input 1, (2) FLOAT32, as it was"));
      boolean[] isAgain = {false};
      Tensor other =
          Autograd.checkpoint(in -> isAgain[0] ? in.reshape(2, 1).exp() : in.exp(), x).sum();
      isAgain[0] = true;
      assertEquals(
          "checkpoint: the part gave [(2) FLOAT32] at first, and gives [(2, 1) FLOAT32] now.",
          assertThrows(GradientException.class, other::backward).getMessage());
    }
  }
}
