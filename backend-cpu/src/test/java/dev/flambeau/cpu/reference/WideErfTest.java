package dev.flambeau.cpu.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Beside values of 200 bits, by Python's mpmath; and what is exact. */
class WideErfTest {
  @ParameterizedTest
  @CsvSource({
    "1e-300, 1.1283791670955126e-300",
    "1e-8, 1.1283791670955126e-08",
    "0.1, 0.1124629160182849",
    "0.5, 0.5204998778130465",
    "-1.0, -0.8427007929497149",
    "2.0, 0.9953222650189527",
    "2.9999, 0.9999778955735178",
    "3.0, 0.9999779095030014",
    "4.5, 0.9999999998033839",
    "5.9, 0.9999999999999999"
  })
  void isRightToSomeUnits(double x, double result) {
    assertEquals(result, WideErf.of(x), 8 * Math.ulp(result));
  }

  @ParameterizedTest
  @CsvSource({"0.0, 0.0", "-0.0, -0.0", "6.0, 1.0", "-Infinity, -1.0", "NaN, NaN"})
  void isExactAtItsEnds(double x, double result) {
    assertEquals(result, WideErf.of(x));
  }
}
