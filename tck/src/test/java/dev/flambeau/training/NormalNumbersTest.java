package dev.flambeau.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.nn.Initializer;
import dev.flambeau.nn.ModelException;
import dev.flambeau.op.Normal;
import dev.flambeau.op.Philox;
import dev.flambeau.op.Shape;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.RandomState;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Normal numbers: of the op, and of the host that makes first weights, with the same bits. */
class NormalNumbersTest {
  private static final Philox RANDOM = new Philox(7, Philox.WEIGHTS, 3, 0);
  private static final int MANY = 100_000;

  private final Device device = Device.open("cpu");
  private final Scope scope = Scope.open();

  @AfterEach
  void close() {
    scope.close();
    device.close();
  }

  private static float[] first(Initializer initializer, int... sizes) {
    Shape shape = Shape.of(sizes);
    float[] values = new float[shape.elements()];
    initializer.fill(values, shape, RANDOM);
    return values;
  }

  // ---- bits ----

  /** All 2²⁴ uniform numbers there are, a part at a time. */
  @Test
  void theHostsFunctionsAreCorrectlyRoundedForEveryUniformNumber() {
    int part = 1 << 20;
    float[] uniform = new float[part];
    float[] roots = new float[part];
    float[] waves = new float[part];
    for (int from = 0; from < 1 << 24; from += part) {
      for (int i = 0; i < part; i++) {
        uniform[i] = (from + i) * 0x1p-24f;
        roots[i] = (float) Math.sqrt((float) StrictMath.log(1 - uniform[i]) * -2);
        waves[i] = (float) StrictMath.cos((float) (2 * Math.PI) * uniform[i]);
      }
      try (Scope inner = Scope.open()) {
        Tensor u = device.tensor(uniform, part);
        assertArrayEquals(u.neg().add(1).log().mul(-2).sqrt().toFloats(), roots);
        assertArrayEquals(u.mul(2 * Math.PI).cos().toFloats(), waves);
      }
    }
  }

  @Test
  void firstWeightsAreTheOpsNumbers() {
    int count = 1000;
    float[] a = new float[count];
    float[] b = new float[count];
    Philox second = new Philox(7, Philox.WEIGHTS, 3, 1);
    for (int i = 0; i < count; i++) {
      a[i] = RANDOM.uniform(i);
      b[i] = second.uniform(i);
    }
    Tensor z = Tensor.apply(new Normal(), device.tensor(a, count), device.tensor(b, count));
    assertArrayEquals(z.toFloats(), first(Initializer.normal(0, 1), count));
    assertArrayEquals(z.mul(0.5).add(3).toFloats(), first(Initializer.normal(3, 0.5), count));
  }

  @Test
  void randnTakesTwoDraws() {
    try (RandomState random = RandomState.open(device, 1, 0)) {
      Tensor z = device.randn(10);
      assertEquals(2, random.draws());
      Philox first = new Philox(1, Philox.DRAWS, 0, 0);
      Philox second = new Philox(1, Philox.DRAWS, 1, 0);
      Tensor a = device.tensor(new float[] {first.uniform(4)}, 1);
      Tensor b = device.tensor(new float[] {second.uniform(4)}, 1);
      assertEquals(Tensor.apply(new Normal(), a, b).item(), z.slice(0, 4, 5).item());
    }
  }

  // ---- distributions ----

  /** The largest distance from the normal distribution's, in Kolmogorov and Smirnov's units. */
  private static double distance(float[] values, double mean, double std) {
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    double largest = 0;
    for (int i = 0; i < sorted.length; i++) {
      double below = normalBelow((sorted[i] - mean) / std);
      largest = Math.max(largest, Math.abs(below - (i + 0.5) / sorted.length));
    }
    return largest * Math.sqrt(sorted.length);
  }

  /** By a series of the error function, good to 1e-7 for what is drawn. */
  private static double normalBelow(double z) {
    double term = z;
    double sum = z;
    for (int k = 1; k < 200; k++) {
      term *= z * z / (2 * k + 1);
      sum += term;
    }
    return Math.max(0, Math.min(1, 0.5 + sum * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI)));
  }

  @Test
  void numbersAreNormal() {
    try (RandomState random = RandomState.open(device, 5, 0)) {
      assertTrue(distance(device.randn(MANY).toFloats(), 0, 1) < 1.95); // one in a thousand
    }
    assertTrue(distance(first(Initializer.normal(-2, 0.25), MANY), -2, 0.25) < 1.95);
  }

  private static double variance(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += value * value;
    }
    return squares / values.length;
  }

  @Test
  void variancesAreThoseOfTheirFans() {
    assertEquals(2.0 / (40 + 60), variance(first(Initializer.xavierNormal(), 40, 60)), 1.7e-3);
    assertEquals(2.0 / 60, variance(first(Initializer.kaimingNormal(), 40, 60)), 2.9e-3);
    assertEquals(1.0 / 60, variance(first(Initializer.kaimingNormal(1), 40, 60)), 1.5e-3);
    assertArrayEquals(new float[0], first(Initializer.kaimingNormal(), 3, 0));
  }

  @Test
  void truncatedNumbersLieWithinBounds() {
    float[] values = first(Initializer.truncatedNormal(1, 2, -1, 6), MANY);
    double sum = 0;
    for (float value : values) {
      assertTrue(value >= -1 && value <= 6);
      sum += value;
    }
    // 1 + 2 · (φ(−1) − φ(2.5)) / (Φ(2.5) − Φ(−1))
    assertEquals(1 + 2 * (0.24197072 - 0.0175283) / (0.99379033 - 0.15865525), sum / MANY, 0.025);
    for (float value : first(Initializer.truncatedNormal(0.02), MANY)) {
      assertTrue(Math.abs(value) <= 0.04f);
    }
  }

  // ---- orthogonal ----

  private static void assertOrthogonal(int height, int width, double gain) {
    float[] values = first(Initializer.orthogonal(gain), height, width);
    int count = Math.min(height, width);
    int length = Math.max(height, width);
    for (int i = 0; i < count; i++) {
      for (int j = 0; j <= i; j++) {
        double dot = 0;
        for (int k = 0; k < length; k++) {
          double a = values[height <= width ? i * width + k : k * width + i];
          double b = values[height <= width ? j * width + k : k * width + j];
          dot += a * b;
        }
        assertEquals(i == j ? gain * gain : 0, dot, 1e-6);
      }
    }
  }

  @Test
  void rowsOrColumnsAreOrthogonal() {
    assertOrthogonal(7, 20, 1);
    assertOrthogonal(20, 7, 1);
    assertOrthogonal(16, 16, 2);
    assertOrthogonal(1, 5, 1);
  }

  /** The first row keeps its direction, as that of Q has whose R has a positive diagonal. */
  @Test
  void theFirstRowKeepsItsDirection() {
    float[] values = first(Initializer.orthogonal(1), 3, 4);
    float[] drawn = first(Initializer.normal(0, 1), 3, 4);
    double length = Math.sqrt(4 * variance(Arrays.copyOf(drawn, 4)));
    for (int k = 0; k < 4; k++) {
      assertEquals(drawn[k] / length, values[k], 1e-6);
    }
  }

  @Test
  void refusals() {
    assertThrows(ModelException.class, () -> Initializer.normal(Double.NaN, 1));
    assertEquals(
        "normal: takes a std of 0 or more, was given -1.0.",
        assertThrows(ModelException.class, () -> Initializer.normal(0, -1)).getMessage());
    assertThrows(ModelException.class, () -> Initializer.truncatedNormal(0, 1, 3, 4));
    assertThrows(ModelException.class, () -> Initializer.truncatedNormal(0, 1, 1, 1));
    assertThrows(ModelException.class, () -> Initializer.truncatedNormal(0, 0, -1, 1));
    assertEquals(
        "orthogonal: takes a parameter of two axes or more, was given (3).",
        assertThrows(ModelException.class, () -> first(Initializer.orthogonal(1), 3)).getMessage());
  }
}
