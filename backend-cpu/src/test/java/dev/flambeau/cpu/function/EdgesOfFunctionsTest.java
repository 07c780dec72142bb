package dev.flambeau.cpu.function;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Special values, the ends of special ranges and exceptions, as bits: argument, result. The results
 * are those of the oracle in tck/src/test/oracle.
 */
class EdgesOfFunctionsTest {
  @ParameterizedTest
  @CsvSource({
    "00000000, 3f800000",
    "80000000, 3f800000",
    "00000001, 3f800000",
    "80000001, 3f800000",
    "397fffff, 3f800000",
    "39800000, 3f800000",
    "b9800001, 3f7fffff",
    "3f490fdb, 3f3504f3",
    "3fc90fdb, b33bbd2e",
    "bfc90fdb, b33bbd2e",
    "40490fdb, bf800000",
    "42280000, becccae0",
    "487fffff, bf7f65f0",
    "48800000, bf7f17ca",
    "c8800000, bf7f17ca",
    "46199998, bf70090b",
    "5f18b878, 3f7f14bb",
    "e115cb11, 3f78142f",
    "7f7fffff, 3f5a5f96",
    "7f800000, 7fc00000",
    "ff800000, 7fc00000",
    "7f800001, 7fc00000",
    "ffc00000, 7fc00000"
  })
  void cos(String argument, String result) {
    CorrectlyRoundedTest.check(CorrectlyRounded::cos, argument, result);
  }

  @ParameterizedTest
  @CsvSource({
    "00000000, 00000000",
    "80000000, 80000000",
    "00000001, 00000001",
    "80000001, 80000001",
    "397fffff, 397fffff",
    "39800000, 39800000",
    "b9800001, b9800001",
    "3f490fdb, 3f3504f3",
    "3fc90fdb, 3f800000",
    "bfc90fdb, bf800000",
    "40490fdb, b3bbbd2e",
    "42280000, bf6aa128",
    "487fffff, bd8c5848",
    "48800000, bdac404e",
    "c8800000, 3dac404e",
    "46199998, beb1fa5d",
    "5f18b878, 3dad60f7",
    "e115cb11, 3e7cc1e1",
    "7f7fffff, bf0599b3",
    "7f800000, 7fc00000",
    "ff800000, 7fc00000",
    "7f800001, 7fc00000",
    "ffc00000, 7fc00000"
  })
  void sin(String argument, String result) {
    CorrectlyRoundedTest.check(CorrectlyRounded::sin, argument, result);
  }

  @ParameterizedTest
  @CsvSource({
    "00000000, 00000000",
    "80000000, 80000000",
    "00000001, 00000001",
    "80000001, 80000001",
    "00800000, 00906ebb",
    "3940ead6, 3959af14",
    "b9c0057d, b9d8ac49",
    "3f000000, 3f053f7b",
    "bf800000, bf57bb3d",
    "40000000, 3f7ecd71",
    "407ad445, 3f800000",
    "407ad446, 3f800000",
    "407ad447, 3f800000",
    "407ad448, 3f800000",
    "c0800000, bf800000",
    "7f7fffff, 3f800000",
    "7f800000, 3f800000",
    "ff800000, bf800000",
    "7f800001, 7fc00000",
    "ffc00000, 7fc00000"
  })
  void erf(String argument, String result) {
    CorrectlyRoundedTest.check(CorrectlyRounded::erf, argument, result);
  }

  @ParameterizedTest
  @CsvSource({
    "00000000, 00000000",
    "80000000, 80000000",
    "00000001, 00000001",
    "80000001, 80000001",
    "32ffffff, 32ffffff",
    "b2ffffff, b2ffffff",
    "33800001, 33800001",
    "3f800000, 3fdbf0a9",
    "bf800000, bf21d2a7",
    "42280000, 5dc1192b",
    "41200000, 46ac12ee",
    "42b17217, 7f7fff84",
    "42b17218, 7f800000",
    "c18aa122, bf7fffff",
    "c18aa123, bf800000",
    "7f7fffff, 7f800000",
    "ff7fffff, bf800000",
    "7f800000, 7f800000",
    "ff800000, bf800000",
    "7f800001, 7fc00000",
    "ffc00000, 7fc00000"
  })
  void expm1(String argument, String result) {
    CorrectlyRoundedTest.check(CorrectlyRounded::expm1, argument, result);
  }

  @ParameterizedTest
  @CsvSource({
    "00000000, 00000000",
    "80000000, 80000000",
    "00000001, 00000001",
    "80000001, 80000001",
    "32ffffff, 32ffffff",
    "b2ffffff, b2ffffff",
    "34000001, 34000000",
    "3f800000, 3f317218",
    "bf000000, bf317218",
    "bf7fffff, c1851592",
    "bf800000, ff800000",
    "bf800001, 7fc00000",
    "42280000, 4070b781",
    "5f000000, 422eac50",
    "7f7fffff, 42b17218",
    "7f800000, 7f800000",
    "ff800000, 7fc00000",
    "7f800001, 7fc00000",
    "ffc00000, 7fc00000",
    "35400003, 353fffff",
    "65d890d3, 4254d1f9",
    "bb0ec8c4, bb0ef0a5"
  })
  void log1p(String argument, String result) {
    CorrectlyRoundedTest.check(CorrectlyRounded::log1p, argument, result);
  }
}
