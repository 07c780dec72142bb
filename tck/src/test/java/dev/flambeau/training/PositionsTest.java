package dev.flambeau.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flambeau.nn.Embedding;
import dev.flambeau.nn.ModelException;
import dev.flambeau.nn.padding.ReflectionPad2d;
import dev.flambeau.op.AttributeException;
import dev.flambeau.op.DType;
import dev.flambeau.op.FlambeauException;
import dev.flambeau.op.Philox;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.tensor.CapturedStep;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Functional;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.error.LabelException;
import dev.flambeau.tensor.functional.Axes;
import dev.flambeau.tensor.functional.Padding;
import dev.flambeau.tensor.functional.Resampling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What takes positions by their numbers: the same bits everywhere, captured too, and refusals. */
class PositionsTest {
  private static final int WORDS = 40;
  private static final int SENTENCE = 300;

  private static float[] numbers(int count) {
    float[] numbers = new float[count];
    new Philox(5, Philox.TEST_DATA, 0, 0).fill(numbers, 1);
    return numbers;
  }

  /** Rows of a table, many of them several times, and an image in a mirror, grown and turned. */
  private static List<Tensor> outputs(Tensor table, Tensor words, Tensor image) {
    Tensor around = Padding.pad(image, Padding.Mode.REFLECT, 2, 1, 0, 3);
    Tensor again = Padding.pad(around, Padding.Mode.CIRCULAR, 3, 3);
    Tensor grown = Resampling.interpolate(again, Resampling.Mode.LINEAR, 11, 17);
    Tensor nearest = Resampling.interpolateBy(image, Resampling.Mode.NEAREST, 1.7);
    return List.of(
        Functional.embedding(table, words, 3).tanh(),
        Axes.roll(Axes.flip(grown, 2, 3), 4, 3),
        Padding.pad(nearest, Padding.Mode.REPLICATE, 1, 1));
  }

  /** The outputs, then the gradients of the table and the image. */
  private static List<Tensor> results(Tensor table, Tensor words, Tensor image) {
    List<Tensor> outputs = outputs(table, words, image);
    Tensor loss = outputs.stream().map(y -> y.square().sum()).reduce(Tensor::add).orElseThrow();
    loss.backward();
    List<Tensor> results = new ArrayList<>(outputs);
    for (Tensor leaf : List.of(table, image)) {
      results.add(leaf.grad().orElseThrow().detach());
      leaf.zeroGrad();
    }
    return results;
  }

  private static List<float[]> bits(Device device, boolean isCaptured) {
    try (Scope scope = Scope.open()) {
      Tensor table = device.tensor(numbers(WORDS * 6), WORDS, 6).requiresGrad(true);
      Tensor image = device.tensor(numbers(2 * 3 * 5 * 7), 2, 3, 5, 7).requiresGrad(true);
      int[] sentence = new int[SENTENCE];
      for (int i = 0; i < SENTENCE; i++) {
        sentence[i] = i * i % 17 + (i % 3 == 0 ? 20 : 0);
      }
      Tensor words = device.tensor(sentence, 3, SENTENCE / 3);
      UnaryOperator<List<Tensor>> code = in -> results(table, words, image);
      List<float[]> bits = new ArrayList<>();
      if (isCaptured) {
        try (CapturedStep step = CapturedStep.record(device, List.of(), code::apply)) {
          step.run(List.of()).forEach(tensor -> bits.add(tensor.toFloats()));
        }
      } else {
        code.apply(List.of()).forEach(tensor -> bits.add(tensor.toFloats()));
      }
      return bits;
    }
  }

  @Test
  void valuesAndGradientsHaveTheSameBits() {
    SameBits.assertEverywhere(SameBits.ofReference(PositionsTest::bits), PositionsTest::bits);
  }

  @Test
  void aPaddingsRowBeginsAsZeros() {
    try (Device device = Device.open("cpu");
        Embedding embedding = new Embedding(4, 3, 2).to(device, 1)) {
      float[] weight = embedding.weight().tensor().toFloats();
      assertArrayEquals(new float[3], Arrays.copyOfRange(weight, 6, 9));
      assertEquals(0, IntStream.of(0, 3, 9).filter(i -> weight[i] == 0).count());
    }
  }

  /** What the host does not know of is told at the next read, and adds nowhere. */
  @Test
  void aNumberThatTheDeviceComputed() {
    try (Device device = Device.open("cpu");
        Scope scope = Scope.open()) {
      Tensor far = device.ones(1).mul(7).cast(DType.INT32);
      Tensor y = Functional.indexAdd(device.ones(3), 0, far, device.ones(1));
      assertEquals(
          "indexAdd: 1 of the labels that the device computed is not in [0, 3). At ",
          assertThrows(LabelException.class, y::toFloats).getMessage().split("(?<=At )")[0]);
      assertArrayEquals(new float[] {1, 1, 1}, y.toFloats());
    }
  }

  @Test
  void refusals() {
    try (Device device = Device.open("cpu");
        Scope scope = Scope.open()) {
      Tensor image = device.ones(1, 1, 3, 4);
      assertRefuses(
          LabelException.class,
          "indexSelect: label 5 at index 1 is not in [0, 5).",
          () -> Functional.indexSelect(device.ones(5, 2), 0, device.tensor(new int[] {1, 5}, 2)));
      assertRefuses(
          ShapeMismatchException.class,
          "embedding: takes a table (rows, width), was given (3)",
          () -> Functional.embedding(device.ones(3), device.tensor(new int[] {1}, 1)));
      assertRefuses(
          ShapeMismatchException.class,
          "pad: REFLECT adds at most 2 positions at an end of axis 2 of (1, 1, 3, 4), was asked for"
              + " 3 before and 0 after",
          () -> Padding.pad(image, Padding.Mode.REFLECT, 0, 0, 3, 0));
      assertRefuses(
          ShapeMismatchException.class,
          "pad: takes 0 or more positions before and after each of some last axes, was given [1]"
              + " for (1, 1, 3, 4)",
          () -> Padding.pad(image, 1));
      assertRefuses(
          AttributeException.class,
          "pad: takes a number that INT32 holds, was given 2.5; cast the tensor to FLOAT32 first.",
          () -> Padding.pad(device.tensor(new int[] {7}, 1), 2.5, 1, 1));
      assertRefuses(
          ShapeMismatchException.class,
          "flip: no axis 4 in (1, 1, 3, 4), which has 4",
          () -> Axes.flip(image, 4));
      assertRefuses(
          ShapeMismatchException.class,
          "interpolate: takes (N, C, …) with places and one size or factor for each of their axes,"
              + " or one for all, was given 3 for (1, 1, 3, 4)",
          () -> Resampling.interpolate(image, Resampling.Mode.NEAREST, 1, 2, 3));
      assertRefuses(
          ShapeMismatchException.class,
          "interpolate: axis 3 of (1, 1, 3, 4) would have 0 positions",
          () -> Resampling.interpolateBy(image, Resampling.Mode.LINEAR, 0.1));
    }
    assertRefuses(
        ModelException.class,
        "ReflectionPad2d: takes one amount of 0 or more, or 4, was given [1, 2].",
        () -> new ReflectionPad2d(1, 2));
    assertRefuses(
        ModelException.class,
        "Embedding: the padding must be one of 3 rows, was given 3.",
        () -> new Embedding(3, 2, 3));
  }

  private static void assertRefuses(
      Class<? extends FlambeauException> exception, String message, Executable code) {
    String found = assertThrows(exception, code).getMessage();
    assertEquals(message, found.substring(0, Math.min(found.length(), message.length())));
  }
}
