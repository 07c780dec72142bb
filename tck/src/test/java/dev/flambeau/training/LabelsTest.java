package dev.flambeau.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.data.ArrayDataset;
import dev.flambeau.data.DataLoader;
import dev.flambeau.data.Dataset;
import dev.flambeau.data.DeviceBatch;
import dev.flambeau.nn.Linear;
import dev.flambeau.op.DType;
import dev.flambeau.optim.Optimizer;
import dev.flambeau.optim.SGD;
import dev.flambeau.tensor.CapturedStep;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Functional;
import dev.flambeau.tensor.HostTensor;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.error.LabelException;
import dev.flambeau.train.TrainingStep;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Labels that are no class: ignored, refused, or told at the next read. */
class LabelsTest {
  private static final float[] LOGITS = {1, 2, 3, 3, 2, 1, 0, 1, 0};

  private Device device;
  private Scope scope;
  private Tensor logits;

  @BeforeEach
  void open() {
    device = Device.open("cpu");
    scope = Scope.open();
    logits = device.tensor(LOGITS, 3, 3).requiresGrad(true);
  }

  @AfterEach
  void close() {
    scope.close();
    assertEquals(0, device.memory().buffers());
    device.close();
  }

  private Tensor labels(int... labels) {
    return device.tensor(labels, labels.length);
  }

  /** Labels whose values the host has not seen. */
  private Tensor computed(int... labels) {
    return labels(labels).cast(DType.FLOAT32).cast(DType.INT32);
  }

  private float loss(Tensor labels) {
    Tensor loss = Functional.crossEntropy(logits, labels);
    logits.zeroGrad();
    loss.backward();
    return loss.item();
  }

  private float[] gradient() {
    return logits.grad().orElseThrow().toFloats();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anIgnoredRowIsAsIfItWereNotThere(boolean isComputed) {
    float loss = loss(isComputed ? computed(2, -100, 1) : labels(2, -100, 1));
    float[] gradient = gradient();
    Tensor two = Tensor.concat(0, logits.slice(0, 0, 1), logits.slice(0, 2, 3)).detach();
    two.requiresGrad(true);
    Tensor expected = Functional.crossEntropy(two, labels(2, 1));
    expected.backward();
    assertEquals(expected.item(), loss);
    float[] rows = two.grad().orElseThrow().toFloats();
    assertArrayEquals(
        new float[] {rows[0], rows[1], rows[2], 0, 0, 0, rows[3], rows[4], rows[5]}, gradient);
  }

  @Test
  void whereAllAreIgnoredTheLossIsNaNAndTheGradientZero() {
    assertTrue(Float.isNaN(loss(labels(-100, -100, -100))));
    assertArrayEquals(new float[9], gradient());
  }

  private static Stream<Arguments> strays() {
    return Stream.of(
        Arguments.of(3, "label 3 at index 1"),
        Arguments.of(-1, "label -1 at index 1"),
        Arguments.of(Integer.MAX_VALUE, "label 2147483647 at index 1"),
        Arguments.of(Integer.MIN_VALUE, "label -2147483648 at index 1"),
        Arguments.of(-99, "label -99 at index 1"));
  }

  @ParameterizedTest
  @MethodSource("strays")
  void aLabelThatTheHostKnowsIsRefusedAtOnce(int stray, String what) {
    LabelException refusal = assertThrows(LabelException.class, () -> loss(labels(0, stray, -100)));
    assertMessage(
        "crossEntropy: " + what + " is not in [0, 3), nor -100, which is ignored", refusal);
  }

  private static void assertMessage(String expected, LabelException refusal) {
    String message = refusal.getMessage();
    assertEquals(expected, message.substring(0, message.indexOf(". At ")));
    assertTrue(message.contains("LabelsTest.java:"), message);
  }

  /** What hands on the values of labels, and with them what the host knows. */
  private static Stream<Function<Tensor, Tensor>> hands() {
    UnaryOperator<Tensor> copy = t -> copied(t);
    return Stream.of(
        t -> t.reshape(1, 3).reshape(3),
        Tensor::detach,
        t -> t.slice(0, 0, 3),
        copy,
        t -> t.to(t.device()),
        t -> t.device().tensor(t.toHost()),
        t -> written(t));
  }

  private static Tensor written(Tensor labels) {
    Tensor other = labels.device().tensor(new int[] {-1, -1, -1}, 3);
    other.write(labels.toHost());
    return other;
  }

  private static Tensor copied(Tensor labels) {
    Tensor copy = labels.device().tensor(new int[3], 3);
    copy.copyFrom(labels);
    return copy;
  }

  @ParameterizedTest
  @MethodSource("hands")
  void whatTheHostKnowsGoesWithTheValues(Function<Tensor, Tensor> hand) {
    assertThrows(LabelException.class, () -> loss(hand.apply(labels(0, 7, 1))));
    assertDoesNotThrow(() -> loss(hand.apply(labels(0, 2, 1))));
    assertThrows(LabelException.class, () -> hand.apply(labels(0, -100, 1)).oneHot(3));
  }

  @Test
  void aPartWithoutTheStrayIsTaken() {
    Tensor all = labels(9, 0, 1, 2);
    assertDoesNotThrow(() -> loss(all.slice(0, 1, 4)));
    LabelException refusal = assertThrows(LabelException.class, () -> loss(all.slice(0, 0, 3)));
    assertMessage(
        "crossEntropy: label 9 at index 0 is not in [0, 3), nor -100, which is ignored", refusal);
  }

  @Test
  void aPartThatIsWrittenIsNotAll() {
    Tensor all = labels(9, 0, 1, 2);
    all.slice(0, 1, 4).write(HostTensor.of(new int[] {2, 1, 0}, 3));
    Functional.crossEntropy(logits, all.slice(0, 0, 3));
    assertThrows(LabelException.class, logits::toFloats, "the device alone knows the 9");
  }

  /** Two tokens, and their class, by way of a dataset. */
  private DeviceBatch batch(int... labels) {
    HostTensor tokens = HostTensor.of(new int[] {-1, 9, 7, -100, 3, 0}, 3, 2);
    Dataset data = new ArrayDataset(tokens, HostTensor.of(labels, labels.length));
    return new DataLoader(data, 3).iterator().next().on(device);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aBatchsLabelsAreRefusedAtOnceWhateverItsInputsHold(boolean isCaptured) {
    Linear model = new Linear(2, 3);
    Function<DeviceBatch, Tensor> loss =
        batch ->
            Functional.crossEntropy(
                model.forward(batch.input().cast(DType.FLOAT32)), batch.target());
    model.to(device, 1);
    try (model;
        Optimizer sgd = SGD.over(model.parameters()).learningRate(0).build();
        TrainingStep step =
            isCaptured ? TrainingStep.captured(sgd, loss) : TrainingStep.eager(sgd, loss)) {
      for (int run = 0; run < 2; run++) {
        LabelException refusal =
            assertThrows(LabelException.class, () -> step.run(batch(0, -1, 2)));
        assertTrue(
            refusal.getMessage().startsWith("crossEntropy: label -1 at index 1 is not in [0, 3)"),
            refusal.getMessage());
        assertTrue(Float.isFinite(step.run(batch(2, -100, 0)).item()));
      }
    }
  }

  @Test
  void oneHotIgnoresNothing() {
    LabelException refusal =
        assertThrows(
            LabelException.class, () -> device.tensor(new int[] {0, 1, 2, -100}, 2, 2).oneHot(3));
    assertMessage("oneHot: label -100 at index (1, 1) is not in [0, 3)", refusal);
    assertEquals(DType.FLOAT32, labels(1).oneHot(3).dtype());
  }

  @Test
  void ofLabelsThatTheDeviceComputedTheNextReadTells() {
    Tensor other = device.ones(1);
    Tensor loss = Functional.crossEntropy(logits, computed(5, -1, 0));
    LabelException refusal = assertThrows(LabelException.class, other::item);
    assertMessage(
        "crossEntropy: 2 of the labels that the device computed are not in [0, 3), nor -100, which"
            + " is ignored",
        refusal);
    assertTrue(Float.isNaN(loss.item()), "it is told once");
    assertThrows(
        LabelException.class, () -> computed(1, -100).oneHot(3).toFloats(), "of one hot, too");
  }

  @Test
  void placesOfTheLargestAreKnown() {
    Tensor labels = logits.argmax(1);
    long before = device.memory().buffers();
    labels.oneHot(3);
    assertEquals(before + 1, device.memory().buffers(), "nothing is counted");
    assertThrows(LabelException.class, () -> labels.oneHot(2));
  }

  private CapturedStep captured(UnaryOperator<Tensor> toLabels, Tensor example) {
    return CapturedStep.record(
        device,
        List.of(example),
        in -> {
          Tensor loss = Functional.crossEntropy(logits, toLabels.apply(in.get(0)));
          return List.of(loss);
        });
  }

  private float run(CapturedStep step, Tensor labels) {
    return step.run(List.of(labels)).get(0).item();
  }

  @Test
  void eachRunsLabelsAreLookedAtBeforeIt() {
    try (CapturedStep step = captured(t -> t.reshape(3), device.tensor(new int[3], 1, 3))) {
      float loss = run(step, device.tensor(new int[] {2, 0, 1}, 1, 3));
      assertThrows(LabelException.class, () -> run(step, device.tensor(new int[] {2, 0, 3}, 1, 3)));
      assertEquals(loss, step.results().get(0).item(), "nothing was run");
      assertEquals(loss(labels(2, -100, 1)), run(step, labels(2, -100, 1).reshape(1, 3)));
      LabelException refusal =
          assertThrows(LabelException.class, () -> run(step, computed(2, -1, 1).reshape(1, 3)));
      assertMessage(
          "crossEntropy: 1 of the labels that the device computed is not in [0, 3), nor -100, which"
              + " is ignored",
          refusal);
    }
  }

  @Test
  void theFirstRunsLabelsAreLookedAtToo() {
    assertThrows(LabelException.class, () -> captured(t -> t, labels(0, 3, 0)));
  }

  @Test
  void labelsThatAStepComputesAreCountedInIt() {
    UnaryOperator<Tensor> next = t -> t.cast(DType.FLOAT32).add(1).cast(DType.INT32);
    try (CapturedStep step = captured(next, labels(0, 0, 0))) {
      assertEquals(loss(labels(2, 0, 1)), run(step, labels(1, -1, 0)));
      LabelException refusal =
          assertThrows(LabelException.class, () -> run(step, labels(1, -2, 2)));
      assertMessage(
          "crossEntropy: 2 of the labels that the device computed are not in [0, 3), nor -100,"
              + " which is ignored",
          refusal);
      assertEquals(loss(labels(2, 0, 1)), run(step, labels(1, -1, 0)), "the next run is right");
    }
  }
}
