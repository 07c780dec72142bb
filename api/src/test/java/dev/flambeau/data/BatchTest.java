package dev.flambeau.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flambeau.op.Shape;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.HostTensor;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class BatchTest {
  private static final HostTensor TOKENS = HostTensor.of(new int[] {1, 2, 3, 4, 5, 6}, 2, 3);
  private static final HostTensor MASK = HostTensor.of(new boolean[] {true, false}, 2);
  private static final HostTensor NEXT = HostTensor.of(new int[] {2, 3, 4, 5, 6, 7}, 2, 3);
  private static final HostTensor SCORE = HostTensor.of(new float[] {0.5f, 1.5f}, 2, 1);

  private static final Batch SEVERAL =
      Batch.of(
          Named.of("tokens", TOKENS).and("mask", MASK), Named.of("next", NEXT).and("score", SCORE));

  @Test
  void severalAreAskedForByNameOrPosition() {
    assertEquals(2, SEVERAL.size());
    assertSame(TOKENS, SEVERAL.input("tokens"));
    assertSame(MASK, SEVERAL.input(1));
    assertSame(NEXT, SEVERAL.target(0));
    assertSame(SCORE, SEVERAL.target("score"));
    Batch one = Batch.of(TOKENS, NEXT);
    assertSame(TOKENS, one.input());
    assertSame(TOKENS, one.input("input"));
    assertSame(NEXT, one.target("target"));
  }

  @Test
  void goesToADeviceWithItsNames() {
    try (Device device = Device.over(new HostBackend());
        Scope scope = Scope.open()) {
      DeviceBatch there = SEVERAL.on(device);
      assertArrayEquals(new int[] {1, 2, 3, 4, 5, 6}, there.input("tokens").toInts());
      assertArrayEquals(new boolean[] {true, false}, there.input(1).toBooleans());
      assertEquals(Shape.of(2, 3), there.target("next").shape());
      assertArrayEquals(new float[] {0.5f, 1.5f}, there.target(1).toFloats());
      assertEquals(
          List.of(there.input(0), there.input(1), there.target(0), there.target(1)),
          there.tensors());
      assertSame(there.tensors(), there.tensors());

      DeviceBatch other = there.with(SEVERAL.on(device).tensors());
      assertSame(other.tensors().get(3), other.target("score"));
      refuses(
          "Expected a tensor for each of [tokens, mask] and [next, score], was given 1.",
          () -> there.with(List.of(there.input(0))));
    }
  }

  @Test
  void leavesNothingOnADeviceThatHasNoRoom() {
    HostBackend backend = new HostBackend();
    try (Device device = Device.over(backend)) {
      backend.failAfter(3);
      assertThrows(IllegalStateException.class, () -> SEVERAL.on(device));
      assertEquals(0, device.memory().buffers());
    }
  }

  @Test
  void ofTensorsHasTheUsualNames() {
    try (Device device = Device.over(new HostBackend());
        Tensor input = device.tensor(SCORE);
        Tensor target = device.tensor(MASK)) {
      assertSame(input, DeviceBatch.of(input, target).input("input"));
      assertSame(target, DeviceBatch.of(input, target).target());
      assertEquals(List.of(input), DeviceBatch.of(input).tensors());
      refuses("There is no target.", () -> DeviceBatch.of(input).target());
      refuses("There is no target 0, nor any other.", () -> DeviceBatch.of(input).target(0));
    }
  }

  @Test
  void saysWhatThereIs() {
    refuses(
        "There is no input \"masks\"; there are \"tokens\" at 0, \"mask\" at 1.",
        () -> SEVERAL.input("masks"));
    refuses(
        "There is no target 2; there are \"next\" at 0, \"score\" at 1.", () -> SEVERAL.target(2));
    refuses(
        "There is no target -1; there are \"next\" at 0, \"score\" at 1.",
        () -> SEVERAL.target(-1));
    refuses(
        "There is not one input but \"tokens\" at 0, \"mask\" at 1. Ask by name or position.",
        SEVERAL::input);
  }

  @Test
  void refusesWhatDoesNotFit() {
    HostTensor three = HostTensor.of(new int[3], 3);
    refuses(
        "Inputs and targets need one first axis, the examples, were given \"input\" (2, 3),"
            + " \"target\" (3).",
        () -> Batch.of(TOKENS, three));
    refuses(
        "Inputs and targets need one first axis, the examples, were given \"input\" (2, 3),"
            + " \"target\" (3).",
        () -> new ArrayDataset(TOKENS, three));
    refuses(
        "\"target\" of shape () has no first axis for the examples. One example of one value is"
            + " (1).",
        () -> new ArrayDataset(TOKENS, HostTensor.of(new int[1])));
    refuses(
        "There is no input; at least one is needed.",
        () -> Batch.of(Named.none(), Named.of("next", NEXT)));
    refuses(
        "A batch of -1 examples; there must be 0 or more.",
        () -> new Batch(-1, Named.none(), Named.none()));
  }

  @Test
  void refusesNamesThatAreNone() {
    refuses(
        "The name \"x\" comes twice in [x, y, x].", () -> Named.of("x", 1).and("y", 2).and("x", 3));
    refuses(
        "Each value needs a name, was given 2 values for the names [x].",
        () -> new Named<>(List.of("x"), List.of(1, 2)));
    refuses(
        "Expected a value named \"input\", was given null.", () -> Example.of(BatchTest.nothing()));
    refuses("Expected a name, was given null.", () -> Named.of(nothing(), 1));
    refuses("Expected inputs, was given null.", () -> new Batch(1, nothing(), Named.none()));
    refuses("Expected numbers, was given null.", () -> Example.of(BatchTest.<float[]>nothing(), 1));
  }

  private static <T> T nothing() {
    return null;
  }

  private static void refuses(String message, Executable executable) {
    assertEquals(message, assertThrows(DatasetException.class, executable).getMessage());
  }
}
