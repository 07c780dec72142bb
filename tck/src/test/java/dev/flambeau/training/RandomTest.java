package dev.flambeau.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.data.DeviceBatch;
import dev.flambeau.nn.AlphaDropout;
import dev.flambeau.nn.DropPath;
import dev.flambeau.nn.Dropout;
import dev.flambeau.nn.Dropout2d;
import dev.flambeau.nn.Linear;
import dev.flambeau.nn.ModelException;
import dev.flambeau.op.AttributeException;
import dev.flambeau.op.DType;
import dev.flambeau.op.Philox;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.optim.Optimizer;
import dev.flambeau.optim.SGD;
import dev.flambeau.tensor.Autograd;
import dev.flambeau.tensor.CapturedStep;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Functional;
import dev.flambeau.tensor.RandomState;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.error.RandomStateException;
import dev.flambeau.tensor.error.ScopeException;
import dev.flambeau.train.TrainingStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is drawn is a function of seed, step, shard and ordinal, and has the right distribution. */
class RandomTest {
  private static final long SEED = 0x1234_5678_9ABC_DEFL;
  private static final int MANY = 100_000;

  private final Device device = Device.open("cpu");
  private final Scope scope = Scope.open();

  @AfterEach
  void close() {
    scope.close();
    device.close();
  }

  // ---- which numbers ----

  @Test
  void numberIIsWordIOfTheSequenceOfTheDraw() {
    try (RandomState random = RandomState.open(device, SEED, 9)) {
      device.rand(3);
      float[] second = device.rand(2, 5).toFloats();
      Philox sequence = new Philox(SEED, Philox.DRAWS, 1, 9);
      for (int i = 0; i < second.length; i++) {
        assertEquals(sequence.uniform(i), second[i]);
      }
    }
  }

  @Test
  void aShardHasNumbersOfItsOwn() {
    Tensor key = device.tensor(RandomState.key(SEED, 9, 3), 4);
    try (RandomState random = RandomState.open(key)) {
      Philox sequence = new Philox(SEED, Philox.DRAWS + 3 * 256, 0, 9);
      assertEquals(sequence.uniform(0), device.rand(1).item());
    }
  }

  /** All that draws, in one function. */
  private static List<Tensor> everything(Device device) {
    Tensor x = device.ones(7, 9);
    Tensor weights = Tensor.concat(0, device.zeros(1), device.ones(3));
    return List.of(
        device.rand(5, 7),
        device.randint(-3, 40, 11),
        Functional.dropout(x, 0.3),
        Functional.dropout(x, 0.3, 1),
        Functional.alphaDropout(x, 0.2),
        Functional.bernoulli(x.mul(0.5)),
        Functional.multinomial(weights, 3, false),
        Functional.multinomial(weights, 6, true));
  }

  private static List<float[]> draw(Device device, boolean isCaptured) {
    List<float[]> drawn = new ArrayList<>();
    try (Scope scope = Scope.open()) {
      Tensor key = device.tensor(RandomState.key(SEED, 0, 0), 4);
      CapturedStep.Code code =
          in -> {
            try (RandomState random = RandomState.open(in.get(0))) {
              return everything(device);
            }
          };
      try (CapturedStep captured =
          isCaptured ? CapturedStep.record(device, List.of(key), code) : null) {
        for (int step = 0; step < 3; step++) {
          Tensor now = device.tensor(RandomState.key(SEED, step, 0), 4);
          List<Tensor> results =
              captured == null ? code.run(List.of(now)) : captured.run(List.of(now));
          results.forEach(result -> drawn.add(result.cast(DType.FLOAT32).toFloats()));
        }
      }
    }
    return drawn;
  }

  @Test
  void everyDeviceDrawsTheSameEagerAndCaptured() {
    List<float[]> expected = SameBits.ofReference(RandomTest::draw);
    assertFalse(Arrays.equals(expected.get(0), expected.get(7)), "two steps draw the same");
    SameBits.assertEverywhere(expected, RandomTest::draw);
  }

  @Test
  void whatIsComputedAgainDrawsTheSame() {
    Tensor x = device.ones(200).requiresGrad(true);
    try (RandomState random = RandomState.open(device, SEED, 0)) {
      Tensor first = Autograd.checkpoint(in -> Functional.dropout(in, 0.5), x);
      Tensor second = Functional.dropout(x, 0.5); // drawn before the first is computed again
      assertFalse(Arrays.equals(first.toFloats(), second.toFloats()));
      first.sum().backward();
      assertArrayEquals(first.toFloats(), x.grad().orElseThrow().toFloats());
    }
  }

  // ---- states ----

  @Test
  void withoutAStateThereIsNothingToDraw() {
    Tensor x = device.ones(2);
    assertEquals(
        "dropout: draws random numbers, and there is no step here that they could belong to. A"
            + " TrainingStep has one; elsewhere open one around this: try (var random ="
            + " RandomState.open(device, seed, step)).",
        assertThrows(RandomStateException.class, () -> Functional.dropout(x, 0.5)).getMessage());
    assertThrows(RandomStateException.class, () -> device.rand(2));
  }

  @Test
  void statesNest() {
    int before = device.memory().buffers();
    try (RandomState outer = RandomState.open(device, 1, 0)) {
      final float first = device.rand(1).item();
      try (RandomState inner = RandomState.open(device, 1, 0)) {
        assertEquals(first, device.rand(1).item());
        assertThrows(ScopeException.class, outer::close);
      }
      assertNotEquals(first, device.rand(1).item());
    }
    assertThrows(RandomStateException.class, () -> device.rand(2));
    scope.close();
    assertEquals(before, device.memory().buffers());
  }

  @Test
  void aRefusedDrawIsNoDraw() {
    try (RandomState random = RandomState.open(device, 1, 0)) {
      assertThrows(AttributeException.class, () -> device.randint(3, 3, 2));
      Philox sequence = new Philox(1, Philox.DRAWS, 0, 0);
      assertEquals(sequence.uniform(0), device.rand(1).item());
    }
  }

  /** Whatever was drawn in the steps before: a run that goes on there draws the same. */
  @Test
  void aStepDrawsByItsNumberAlone() {
    for (boolean isCaptured : new boolean[] {false, true}) {
      Dropout layer = new Dropout();
      try (Linear weights = new Linear(50, 1).to(device, 1);
          Optimizer optimizer = SGD.over(weights.parameters()).learningRate(0).build();
          TrainingStep step = step(optimizer, layer, weights, isCaptured);
          TrainingStep fresh = step(optimizer, layer, weights, isCaptured)) {
        layer.eval();
        step.run(device.ones(4, 50), device.zeros(4, 1));
        step.run(device.ones(4, 50), device.zeros(4, 1));
        layer.train();
        float late = step.run(device.ones(4, 50), device.zeros(4, 1)).item();
        optimizer.steps(2);
        assertEquals(late, fresh.run(device.ones(4, 50), device.zeros(4, 1)).item());
        optimizer.steps(7);
        float seventh = step.run(device.ones(4, 50), device.zeros(4, 1)).item();
        assertNotEquals(late, seventh);
        optimizer.steps(7);
        assertEquals(seventh, fresh.run(device.ones(4, 50), device.zeros(4, 1)).item());
      }
    }
  }

  private static TrainingStep step(
      Optimizer optimizer, Dropout layer, Linear weights, boolean isCaptured) {
    Function<DeviceBatch, Tensor> loss =
        batch -> weights.forward(layer.forward(batch.input())).sub(batch.target()).mean();
    return (isCaptured
            ? TrainingStep.captured(optimizer, loss)
            : TrainingStep.eager(optimizer, loss))
        .seed(9);
  }

  // ---- distributions ----

  /** The chi-square statistic of counts, in standard deviations above its mean. */
  private static double excess(int[] counts, double[] expected) {
    double chi = 0;
    int cells = 0;
    for (int i = 0; i < counts.length; i++) {
      if (expected[i] > 0) {
        chi += Math.pow(counts[i] - expected[i], 2) / expected[i];
        cells++;
      } else {
        assertEquals(0, counts[i], "what cannot be was drawn");
      }
    }
    return (chi - (cells - 1)) / Math.sqrt(2.0 * Math.max(1, cells - 1));
  }

  private static int[] counts(int[] drawn, int low, int cells) {
    int[] counts = new int[cells];
    for (int value : drawn) {
      counts[value - low]++;
    }
    return counts;
  }

  private static double[] expected(double total, double... weights) {
    double sum = Arrays.stream(weights).sum();
    return Arrays.stream(weights).map(weight -> total * weight / sum).toArray();
  }

  @Test
  void uniformsAndIntegersAreEven() {
    try (RandomState random = RandomState.open(device, SEED, 0)) {
      double[] even = new double[40];
      Arrays.fill(even, 1);
      int[] cells = new int[40];
      for (float value : device.rand(MANY).toFloats()) {
        cells[(int) (value * 40)]++;
      }
      assertTrue(excess(cells, expected(MANY, even)) < 5);
      int[] integers = device.randint(-13, 27, MANY).toInts();
      assertTrue(excess(counts(integers, -13, 40), expected(MANY, even)) < 5);
    }
  }

  @Test
  void placesAreDrawnByWeight() {
    double[] weights = {1, 0, 2, 3, 0.5};
    Tensor many =
        device.tensor(new float[] {1, 0, 2, 3, 0.5f}, 1, 5).expand(20_000, 5).cast(DType.FLOAT32);
    try (RandomState random = RandomState.open(device, SEED, 0)) {
      int[] again = Functional.multinomial(many, 2, true).toInts();
      assertTrue(excess(counts(again, 0, 5), expected(again.length, weights)) < 5);
      Tensor apart = Functional.multinomial(many, 5, false);
      int[] first = apart.slice(1, 0, 1).toInts();
      assertTrue(excess(counts(first, 0, 5), expected(first.length, weights)) < 5);
      int[] all = apart.toInts();
      for (int row = 0; row < 20_000; row++) {
        int[] places = Arrays.copyOfRange(all, row * 5, row * 5 + 5);
        assertEquals(1, places[4], "one without a weight comes last");
        Arrays.sort(places);
        assertArrayEquals(new int[] {0, 1, 2, 3, 4}, places);
      }
    }
  }

  @Test
  void aPlaceWithoutAWeightComesAfterAllOthers() {
    Tensor weights = device.tensor(new float[] {0, 1e-40f, 1}, 3);
    try (RandomState random = RandomState.open(device, SEED, 0)) {
      assertArrayEquals(new int[] {2, 1, 0}, Functional.multinomial(weights, 3, false).toInts());
    }
  }

  @Test
  void dropoutLeavesOutAShareAndScalesTheRest() {
    Tensor x = device.ones(MANY).mul(3).requiresGrad(true);
    try (RandomState random = RandomState.open(device, SEED, 0)) {
      Tensor y = Functional.dropout(x, 0.25);
      float kept = 3 * (float) (1 / 0.75);
      int left = 0;
      for (float value : y.toFloats()) {
        assertTrue(value == 0 || value == kept, "value " + value);
        left += value == 0 ? 1 : 0;
      }
      assertEquals(0.25, left / (double) MANY, 0.007); // five standard deviations
      y.sum().backward();
      float[] gradient = x.grad().orElseThrow().toFloats();
      float[] values = y.toFloats();
      for (int i = 0; i < MANY; i++) {
        assertEquals(values[i] == 0 ? 0 : (float) (1 / 0.75), gradient[i]);
      }
    }
  }

  /** A channel is left out, or scaled, as a whole; so is an example. */
  @Test
  void whatLiesBehindADrawIsLeftOutTogether() {
    try (RandomState random = RandomState.open(device, SEED, 0)) {
      Tensor x = device.ones(40, 25, 2, 3);
      assertShares(new Dropout2d(0.25).forward(x), 6, 1000, 0.25);
      assertShares(new DropPath(0.5).forward(device.ones(1000, 4)), 4, 1000, 0.5);
      assertEquals(2, random.draws());
    }
  }

  private static void assertShares(Tensor y, int together, int draws, double p) {
    float[] values = y.toFloats();
    int out = 0;
    for (int i = 0; i < values.length; i++) {
      float first = values[i / together * together];
      assertTrue(first == 0 || first == (float) (1 / (1 - p)), () -> "was " + first);
      assertEquals(first, values[i]);
      out += values[i] == 0 ? 1 : 0;
    }
    assertEquals(p, out / (double) together / draws, 0.05);
  }

  /** Of numbers of mean 0 and variance 1, as selu makes them. */
  @Test
  void alphaDropoutKeepsMeanAndVariance() {
    float[] values = new float[MANY];
    for (int i = 0; i < MANY; i++) {
      values[i] = i % 2 == 0 ? 1 : -1;
    }
    try (RandomState random = RandomState.open(device, SEED, 0)) {
      Tensor y = Functional.alphaDropout(device.tensor(values, MANY), 0.3);
      assertEquals(0, y.mean().item(), 0.016);
      assertEquals(1, y.square().mean().item(), 0.016);
    }
  }

  @Test
  void theEndsOfProbability() {
    Tensor x = device.ones(50).requiresGrad(true);
    try (RandomState random = RandomState.open(device, SEED, 0)) {
      assertArrayEquals(x.toFloats(), Functional.dropout(x, 0).toFloats());
      Tensor none = Functional.dropout(x, 1);
      assertArrayEquals(new float[50], none.toFloats());
      none.sum().backward();
      assertArrayEquals(new float[50], x.grad().orElseThrow().toFloats());
      assertArrayEquals(new float[50], Functional.bernoulli(device.zeros(50)).toFloats());
      assertArrayEquals(x.toFloats(), Functional.bernoulli(x).toFloats());
      assertFalse(Functional.bernoulli(x).requiresGrad());
    }
  }

  @Test
  void refusals() {
    Tensor x = device.ones(2);
    for (double p : new double[] {-0.1, 1.1, Double.NaN}) {
      assertEquals(
          "dropout: a probability is between 0 and 1, was given " + p,
          assertThrows(AttributeException.class, () -> Functional.dropout(x, p)).getMessage());
      assertEquals(
          "Dropout: a probability is between 0 and 1, was given " + p + ".",
          assertThrows(ModelException.class, () -> new Dropout(p)).getMessage());
      assertThrows(ModelException.class, () -> new AlphaDropout(p));
    }
    assertEquals(
        "multinomial: takes weights (…, C) of 1 place or more and draws 1 or more, without"
            + " replacement C at most; was given weights (2) and asked for 3",
        assertThrows(ShapeMismatchException.class, () -> Functional.multinomial(x, 3, false))
            .getMessage());
  }

  @Test
  void layersDropInTrainingAlone() {
    Tensor x = device.ones(100);
    Dropout layer = new Dropout();
    AlphaDropout alpha = new AlphaDropout();
    try (RandomState random = RandomState.open(device, SEED, 0)) {
      assertFalse(Arrays.equals(x.toFloats(), layer.forward(x).toFloats()));
      assertFalse(Arrays.equals(x.toFloats(), alpha.forward(x).toFloats()));
    }
    layer.eval();
    alpha.eval();
    assertArrayEquals(x.toFloats(), layer.forward(x).toFloats());
    assertArrayEquals(x.toFloats(), alpha.forward(x).toFloats());
  }
}
