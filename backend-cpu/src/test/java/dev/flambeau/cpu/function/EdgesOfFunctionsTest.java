package dev.flambeau.cpu.function;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Special values, the ends of special ranges and exceptions, as bits: function, argument, result.
 * The results are those of the oracle in tck/src/test/oracle.
 */
class EdgesOfFunctionsTest {
  @ParameterizedTest
  @CsvSource({
    "erf, 00000000, 00000000",
    "erf, 80000000, 80000000",
    "erf, 00000001, 00000001",
    "erf, 80000001, 80000001",
    "erf, 00800000, 00906ebb",
    "erf, 3940ead6, 3959af14",
    "erf, b9c0057d, b9d8ac49",
    "erf, 3f000000, 3f053f7b",
    "erf, bf800000, bf57bb3d",
    "erf, 40000000, 3f7ecd71",
    "erf, 407ad445, 3f800000",
    "erf, 407ad446, 3f800000",
    "erf, 407ad447, 3f800000",
    "erf, 407ad448, 3f800000",
    "erf, c0800000, bf800000",
    "erf, 7f7fffff, 3f800000",
    "erf, 7f800000, 3f800000",
    "erf, ff800000, bf800000",
    "erf, 7f800001, 7fc00000",
    "erf, ffc00000, 7fc00000",
    "expm1, 00000000, 00000000",
    "expm1, 80000000, 80000000",
    "expm1, 00000001, 00000001",
    "expm1, 80000001, 80000001",
    "expm1, 32ffffff, 32ffffff",
    "expm1, b2ffffff, b2ffffff",
    "expm1, 33800001, 33800001",
    "expm1, 3f800000, 3fdbf0a9",
    "expm1, bf800000, bf21d2a7",
    "expm1, 42280000, 5dc1192b",
    "expm1, 41200000, 46ac12ee",
    "expm1, 42b17217, 7f7fff84",
    "expm1, 42b17218, 7f800000",
    "expm1, c18aa122, bf7fffff",
    "expm1, c18aa123, bf800000",
    "expm1, 7f7fffff, 7f800000",
    "expm1, ff7fffff, bf800000",
    "expm1, 7f800000, 7f800000",
    "expm1, ff800000, bf800000",
    "expm1, 7f800001, 7fc00000",
    "expm1, ffc00000, 7fc00000",
    "log1p, 00000000, 00000000",
    "log1p, 80000000, 80000000",
    "log1p, 00000001, 00000001",
    "log1p, 80000001, 80000001",
    "log1p, 32ffffff, 32ffffff",
    "log1p, b2ffffff, b2ffffff",
    "log1p, 34000001, 34000000",
    "log1p, 3f800000, 3f317218",
    "log1p, bf000000, bf317218",
    "log1p, bf7fffff, c1851592",
    "log1p, bf800000, ff800000",
    "log1p, bf800001, 7fc00000",
    "log1p, 42280000, 4070b781",
    "log1p, 5f000000, 422eac50",
    "log1p, 7f7fffff, 42b17218",
    "log1p, 7f800000, 7f800000",
    "log1p, ff800000, 7fc00000",
    "log1p, 7f800001, 7fc00000",
    "log1p, ffc00000, 7fc00000",
    "log1p, 35400003, 353fffff",
    "log1p, 65d890d3, 4254d1f9",
    "log1p, bb0ec8c4, bb0ef0a5"
  })
  void areRight(String function, String argument, String result)
      throws ReflectiveOperationException {
    float x = Float.intBitsToFloat(Integer.parseUnsignedInt(argument, 16));
    Object y = CorrectlyRounded.class.getMethod(function, float.class).invoke(null, x);
    assertEquals(result, "%08x".formatted(Float.floatToIntBits((float) y)));
  }
}
