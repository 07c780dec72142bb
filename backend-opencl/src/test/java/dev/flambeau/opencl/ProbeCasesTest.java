package dev.flambeau.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The probe finds each fault that it is there for: devices that have it are made up here. */
class ProbeCasesTest {
  private static final ProbeCases CASES = ProbeCases.make();

  /** A device's seven results for a triple. */
  private interface Device {
    float[] results(float a, float b, float c);
  }

  private static float[] right(float a, float b, float c) {
    float less = a < b ? 1 : 0;
    float zero = a == 0 ? 2 : 0;
    return new float[] {
      a + b, a * b, a / b, (float) Math.sqrt(a), Math.fma(a, b, c), a * b + c, less + zero
    };
  }

  private static List<String> faults(Device device) {
    float[] found = new float[CASES.size() * ProbeCases.RESULTS];
    for (int i = 0; i < CASES.size(); i++) {
      float[] results = device.results(CASES.a()[i], CASES.b()[i], CASES.c()[i]);
      System.arraycopy(results, 0, found, i * ProbeCases.RESULTS, ProbeCases.RESULTS);
    }
    return CASES.differences(found).stream().map(fault -> fault.split(" \\(")[0]).toList();
  }

  private static Device with(int result, UnaryOperator<float[]> change) {
    return (a, b, c) -> {
      float[] results = right(a, b, c);
      results[result] = change.apply(new float[] {a, b, c})[0];
      return results;
    };
  }

  private static float flushed(float x) {
    return Math.abs(x) < Float.MIN_NORMAL ? 0 : x;
  }

  @Test
  void aDeviceThatIsRightHasNone() {
    assertEquals(List.of(), faults(ProbeCasesTest::right));
  }

  @Test
  void contraction() {
    Device device = with(5, x -> new float[] {Math.fma(x[0], x[1], x[2])});
    assertEquals(List.of("a product and a sum are contracted"), faults(device));
  }

  @Test
  void anFmaOfTwoRoundings() {
    Device device = with(4, x -> new float[] {x[0] * x[1] + x[2]});
    assertEquals(List.of("fma is not exact"), faults(device));
  }

  @Test
  void anFmaThatLosesSubnormals() {
    Device device =
        with(4, x -> new float[] {Math.fma(flushed(x[0]), flushed(x[1]), flushed(x[2]))});
    assertEquals(List.of("fma is not exact"), faults(device));
  }

  @Test
  void divisionByTheReciprocal() {
    Device device = with(2, x -> new float[] {x[0] * (1 / x[1])});
    assertEquals(List.of("division is not correctly rounded"), faults(device));
  }

  @Test
  void flushing() {
    Device device =
        (a, b, c) -> {
          float[] results = right(flushed(a), flushed(b), flushed(c));
          for (int i = 0; i < results.length; i++) {
            results[i] = flushed(results[i]);
          }
          return results;
        };
    assertEquals(
        List.of(
            "addition is not correctly rounded",
            "the product is not correctly rounded",
            "division is not correctly rounded",
            "the square root is not correctly rounded",
            "fma is not exact",
            "a product and a sum are contracted",
            "comparisons are not exact"),
        faults(device));
  }
}
