package dev.flambeau.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.nn.Layer;
import dev.flambeau.nn.Linear;
import dev.flambeau.nn.Parameter;
import dev.flambeau.nn.Sequential;
import dev.flambeau.nn.Tanh;
import dev.flambeau.op.FlambeauException;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.optim.Optimizer;
import dev.flambeau.optim.OptimizerException;
import dev.flambeau.optim.SGD;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.HostTensor;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.train.GradientClipping;
import dev.flambeau.train.TrainingStep;
import dev.flambeau.training.SmallTraining.Mode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clipping and accumulation in a step: numerics.md, "Clipping" and "Shards". */
class StepSettingsTest {
  /** In which order they are added can be seen. */
  private static final float[] GRADIENTS = {1, 0x1p-24f, 0x1p-24f, -1, 3e-8f, 0.1f, 0x1p-23f, 7};

  private final Device device = Device.open("cpu");
  private final Linear model = new Linear(2, 1).to(device, 1);
  private final Optimizer optimizer = SGD.over(model.parameters()).learningRate(1).build();

  @BeforeEach
  void begin() {
    model.loadStateDict(
        Map.of(
            "weight", HostTensor.of(new float[2], 1, 2), "bias", HostTensor.of(new float[1], 1)));
  }

  @AfterEach
  void close() {
    optimizer.close();
    model.close();
    device.close();
  }

  /** The loss is the sum of all outputs: the weight's gradient is the sum of the inputs. */
  private float[] weightAfter(Mode mode, UnaryOperator<TrainingStep> settings, float[] inputs) {
    try (Scope scope = Scope.open();
        TrainingStep step =
            settings.apply(mode.step(optimizer, batch -> model.forward(batch.input()).sum()))) {
      Tensor x = device.tensor(inputs, inputs.length / 2, 2);
      step.run(x, x);
      return model.weight().tensor().toFloats();
    }
  }

  /** Neighbours are added; one that is left over goes up as it is. */
  private static float tree(float[] values) {
    float[] level = values;
    while (level.length > 1) {
      float[] above = new float[(level.length + 1) / 2];
      for (int i = 0; i < above.length; i++) {
        above[i] = 2 * i + 1 < level.length ? level[2 * i] + level[2 * i + 1] : level[2 * i];
      }
      level = above;
    }
    return level[0];
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void shardsAreAddedInATree(int shards) {
    float[] gradients = Arrays.copyOf(GRADIENTS, shards);
    float[] inputs = new float[2 * shards];
    for (int i = 0; i < shards; i++) {
      inputs[2 * i] = gradients[i];
      inputs[2 * i + 1] = 1;
    }
    float[] expected = {-tree(gradients) / shards, -1};
    for (Mode mode : Mode.values()) {
      begin();
      assertArrayEquals(
          expected, weightAfter(mode, step -> step.accumulate(shards), inputs), mode.toString());
    }
  }

  @ParameterizedTest
  @EnumSource
  void theLossIsTheMeanOfTheShards(Mode mode) {
    try (Scope scope = Scope.open();
        TrainingStep step =
            mode.step(optimizer, batch -> model.forward(batch.input()).square().mean())
                .accumulate(3)) {
      model.weight().tensor().write(1, 0);
      Tensor x = device.tensor(new float[] {1, 0, 2, 0, 3, 0}, 3, 2);
      assertEquals((1f + 4 + 9) / 3, step.run(x, x).item());
    }
  }

  /** Two shards, of which only the first uses the weight. */
  private void runApart(Mode mode) {
    int[] calls = {0};
    try (Scope scope = Scope.open();
        TrainingStep step =
            mode.step(
                    optimizer,
                    batch ->
                        calls[0]++ % 2 == 0
                            ? model.forward(batch.input()).sum()
                            : model.bias().orElseThrow().tensor().sum())
                .accumulate(2)) {
      Tensor x = device.tensor(new float[] {3, 4, 5, 6}, 2, 2);
      step.run(x, x);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aGradientOfTheFirstShardsAloneCounts(Mode mode) {
    runApart(mode);
    assertArrayEquals(new float[] {-1.5f, -2}, model.weight().tensor().toFloats());
    assertArrayEquals(new float[] {-1}, model.bias().orElseThrow().tensor().toFloats());
  }

  /** Waiting for the other shards it is not seen once more. */
  @ParameterizedTest
  @EnumSource
  void aHookSeesAShardsGradientOnce(Mode mode) {
    try (var hook = model.weight().tensor().registerHook(gradient -> gradient.mul(2))) {
      runApart(mode);
    }
    assertArrayEquals(new float[] {-3, -4}, model.weight().tensor().toFloats());
  }

  /** Bytes that a captured step holds for 2,048 rows, the batch itself among them. */
  private long held(int parts) {
    try (Layer wide =
            new Sequential(new Linear(4, 64), new Tanh(), new Linear(64, 64), new Tanh())
                .to(device, 1);
        Optimizer sgd = SGD.over(wide.parameters()).build();
        Scope scope = Scope.open();
        TrainingStep step =
            TrainingStep.captured(sgd, batch -> wide.forward(batch.input()).mean())
                .accumulate(parts)) {
      Tensor x = device.ones(2048, 4);
      long before = device.memory().usedBytes();
      step.run(x, x);
      return device.memory().usedBytes() - before;
    }
  }

  @Test
  void onePartsActivationsAreHeldAtATime() {
    long whole = held(1);
    long inEight = held(8);
    assertTrue(inEight < whole / 2, inEight + " bytes in eight parts, " + whole + " in one");
  }

  // ---- clipping ----

  @ParameterizedTest
  @EnumSource
  void aLargeNormIsScaledDown(Mode mode) {
    float norm = (float) Math.sqrt(9 + 16 + 1); // the bias's gradient is 1
    float factor = 2 / (norm + 1e-6f);
    assertArrayEquals(
        new float[] {-3 * factor, -4 * factor},
        weightAfter(mode, step -> step.clipGradNorm(2), new float[] {3, 4}));
  }

  @ParameterizedTest
  @EnumSource
  void aSmallNormStays(Mode mode) {
    assertArrayEquals(
        new float[] {-3, -4}, weightAfter(mode, step -> step.clipGradNorm(6), new float[] {3, 4}));
  }

  @ParameterizedTest
  @EnumSource
  void elementsAreClipped(Mode mode) {
    assertArrayEquals(
        new float[] {-3, 0.5f},
        weightAfter(mode, step -> step.clipGradValue(3), new float[] {4, -0.5f}));
  }

  /** By value, then by the norm of what is left: √(1 + 1 + 1). */
  @Test
  void clippingsFollowOneAnother() {
    float factor = 1 / ((float) Math.sqrt(3) + 1e-6f);
    assertArrayEquals(
        new float[] {-factor, -factor},
        weightAfter(
            Mode.CAPTURED, step -> step.clipGradValue(1).clipGradNorm(1), new float[] {4, 8}));
  }

  @Test
  void byHandItGivesTheNorm() {
    try (Scope scope = Scope.open()) {
      List<Parameter> parameters = model.parameters();
      assertEquals(0, GradientClipping.norm(parameters, 1).item(), "no gradient yet");
      model.forward(device.tensor(new float[] {2, 2}, 1, 2)).sum().backward();
      assertEquals(3, GradientClipping.norm(parameters, 1.5).item());
      float factor = 1.5f / (3 + 1e-6f);
      assertArrayEquals(
          new float[] {2 * factor, 2 * factor}, parameters.get(0).grad().orElseThrow().toFloats());
      GradientClipping.value(parameters, 0.25);
      assertArrayEquals(
          new float[] {0.25f, 0.25f}, parameters.get(0).grad().orElseThrow().toFloats());
    }
  }

  /** A gradient that was shared would be scaled twice. */
  @Test
  void gradientsOfOneOriginAreClippedOnce() {
    try (Scope scope = Scope.open();
        Linear other = new Linear(2, 1).to(device, 2)) {
      model.weight().tensor().add(other.weight().tensor()).sum().backward();
      List<Parameter> both = List.of(model.weight(), other.weight());
      assertEquals(2, GradientClipping.norm(both, 1).item());
      float half = 1 / (2 + 1e-6f);
      for (Parameter one : both) {
        assertArrayEquals(new float[] {half, half}, one.grad().orElseThrow().toFloats());
      }
    }
  }

  // ---- refusals ----

  private static String refusal(Class<? extends FlambeauException> kind, Runnable code) {
    return assertThrows(kind, code::run).getMessage();
  }

  @Test
  void whatCannotBeRightIsRefused() {
    try (Scope scope = Scope.open();
        TrainingStep step =
            TrainingStep.captured(optimizer, batch -> model.forward(batch.input()).sum())) {
      assertEquals(
          "clipGradNorm: must be finite and above 0, was given 0.0.",
          refusal(OptimizerException.class, () -> step.clipGradNorm(0)));
      assertEquals(
          "clipGradValue: must be finite and above 0, was given NaN.",
          refusal(OptimizerException.class, () -> step.clipGradValue(Double.NaN)));
      assertEquals(
          "accumulate: must be at least 1, was given 0.",
          refusal(OptimizerException.class, () -> step.accumulate(0)));
      assertEquals(
          "max: must be finite and above 0, was given -1.0.",
          refusal(OptimizerException.class, () -> GradientClipping.norm(model.parameters(), -1)));
      assertEquals(
          "A norm is one of parameters' gradients, was given none.",
          refusal(OptimizerException.class, () -> GradientClipping.norm(List.of(), 1)));
      step.accumulate(4);
      assertEquals(
          "accumulate: 4 parts of equal size need a first axis that divides by 4, was given (6, 2)."
              + " Take another batch size, and dropLast() of the loader.",
          refusal(
              ShapeMismatchException.class, () -> step.run(device.ones(6, 2), device.ones(6, 2))));
      assertEquals(
          "clipGradNorm: the step has run already. Set it before, or make another step.",
          refusal(OptimizerException.class, () -> step.clipGradNorm(1)));
      assertEquals(
          "accumulate: the step has run already. Set it before, or make another step.",
          refusal(OptimizerException.class, () -> step.accumulate(2)));
    }
  }
}
