package dev.flambeau.cpu.function;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Special values, the ends of special ranges and the six exceptions, as bits: argument, result. The
 * results are those of the oracle in tck/src/test/oracle.
 */
class CorrectlyRoundedTest {

  static void check(UnaryOperator<Float> function, String argument, String expected) {
    float x = Float.intBitsToFloat(Integer.parseUnsignedInt(argument, 16));
    assertEquals(expected, "%08x".formatted(Float.floatToIntBits(function.apply(x))));
  }

  @Nested
  class Exp {
    @ParameterizedTest
    @CsvSource({"00000000, 3f800000", "80000000, 3f800000"})
    void isOneAtZeros(String argument, String result) {
      check(CorrectlyRounded::exp, argument, result);
    }

    @ParameterizedTest
    @CsvSource({"00000001, 3f800000", "32ffffff, 3f800000", "b2000000, 3f800000"})
    void isOneWhereTheArgumentIsTiny(String argument, String result) {
      check(CorrectlyRounded::exp, argument, result);
    }

    @ParameterizedTest
    @CsvSource({"33800000, 3f800001", "b3000001, 3f7fffff"})
    void leavesOneAtTheFirstFloatThatMay(String argument, String result) {
      check(CorrectlyRounded::exp, argument, result);
    }

    @ParameterizedTest
    @CsvSource({
      "3f800000, 402df854",
      "bf800000, 3ebc5ab2",
      "3f000000, 3fd3094c",
      "42280000, 5dc1192b"
    })
    void roundsOrdinaryArguments(String argument, String result) {
      check(CorrectlyRounded::exp, argument, result);
    }

    @ParameterizedTest
    @CsvSource({"42b17217, 7f7fff84", "42b17218, 7f800000", "7f7fffff, 7f800000"})
    void overflowsBehindTheLastFloatThatFits(String argument, String result) {
      check(CorrectlyRounded::exp, argument, result);
    }

    @ParameterizedTest
    @CsvSource({
      "c2aeac50, 007fffe6",
      "c2cff1b4, 00000001",
      "c2cff1b5, 00000000",
      "ff7fffff, 00000000"
    })
    void roundsToSubnormals(String argument, String result) {
      check(CorrectlyRounded::exp, argument, result);
    }

    @ParameterizedTest
    @CsvSource({"7f800000, 7f800000", "ff800000, 00000000"})
    void hasLimitsAtInfinity(String argument, String result) {
      check(CorrectlyRounded::exp, argument, result);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7f800001", "7fc00000", "7fffffff", "ffc00000"})
    void isNaNForNaN(String argument) {
      check(CorrectlyRounded::exp, argument, "7fc00000");
    }
  }

  @Nested
  class Log {
    @ParameterizedTest
    @CsvSource({"00000000, ff800000", "80000000, ff800000"})
    void isMinusInfinityAtZeros(String argument, String result) {
      check(CorrectlyRounded::log, argument, result);
    }

    @ParameterizedTest
    @CsvSource({"80000001, 7fc00000", "bf800000, 7fc00000", "ff800000, 7fc00000"})
    void isNaNBelowZero(String argument, String result) {
      check(CorrectlyRounded::log, argument, result);
    }

    @ParameterizedTest
    @CsvSource({"3f7fffff, b3800000", "3f800000, 00000000", "3f800001, 33ffffff"})
    void keepsItsBitsAroundOne(String argument, String result) {
      check(CorrectlyRounded::log, argument, result);
    }

    @ParameterizedTest
    @CsvSource({
      "402df854, 3f7fffff",
      "3f000000, bf317218",
      "42280000, 406f35fb",
      "7f7fffff, 42b17218"
    })
    void roundsOrdinaryArguments(String argument, String result) {
      check(CorrectlyRounded::log, argument, result);
    }

    @ParameterizedTest
    @CsvSource({"00000001, c2ce8ed0", "007fffff, c2aeac50", "00800000, c2aeac50"})
    void takesSubnormals(String argument, String result) {
      check(CorrectlyRounded::log, argument, result);
    }

    @ParameterizedTest
    @CsvSource({"7f800000, 7f800000"})
    void isInfiniteAtInfinity(String argument, String result) {
      check(CorrectlyRounded::log, argument, result);
    }

    @ParameterizedTest
    @CsvSource({
      "3c413d3a, c08e158f",
      "41178feb, 400fe5e7",
      "4c5d65a5, 418f034b",
      "65d890d3, 4254d1f9",
      "6f31a8ec, 42845a89"
    })
    void isRightAtItsFiveExceptions(String argument, String result) {
      check(CorrectlyRounded::log, argument, result);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7f800001", "7fc00000", "7fffffff", "ffc00000"})
    void isNaNForNaN(String argument) {
      check(CorrectlyRounded::log, argument, "7fc00000");
    }
  }

  @Nested
  class Tanh {
    @ParameterizedTest
    @CsvSource({"00000000, 00000000", "80000000, 80000000"})
    void keepsSignedZeros(String argument, String result) {
      check(CorrectlyRounded::tanh, argument, result);
    }

    @ParameterizedTest
    @CsvSource({
      "00000001, 00000001",
      "807fffff, 807fffff",
      "39800000, 39800000",
      "b9800001, b9800001"
    })
    void isItsTinyArgument(String argument, String result) {
      check(CorrectlyRounded::tanh, argument, result);
    }

    @ParameterizedTest
    @CsvSource({
      "3f800000, 3f42f7d6",
      "bf800000, bf42f7d6",
      "3e800000, 3e7acbf5",
      "3dcccccd, 3dcc1ebc"
    })
    void roundsOrdinaryArguments(String argument, String result) {
      check(CorrectlyRounded::tanh, argument, result);
    }

    @ParameterizedTest
    @CsvSource({"41102cb3, 3f7fffff", "41102cb4, 3f800000", "c1102cb4, bf800000"})
    void isOneBehindTheLastFloatThatIsNot(String argument, String result) {
      check(CorrectlyRounded::tanh, argument, result);
    }

    @ParameterizedTest
    @CsvSource({"7f800000, 3f800000", "ff800000, bf800000"})
    void hasLimitsAtInfinity(String argument, String result) {
      check(CorrectlyRounded::tanh, argument, result);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7f800001", "7fc00000", "7fffffff", "ffc00000"})
    void isNaNForNaN(String argument) {
      check(CorrectlyRounded::tanh, argument, "7fc00000");
    }
  }

  @Nested
  class Sigmoid {
    @ParameterizedTest
    @CsvSource({"00000000, 3f000000", "80000000, 3f000000"})
    void isHalfAtZeros(String argument, String result) {
      check(CorrectlyRounded::sigmoid, argument, result);
    }

    @ParameterizedTest
    @CsvSource({
      "33800000, 3f000000",
      "34000000, 3f000000",
      "b4000000, 3effffff",
      "34800000, 3f000001",
      "b3c00000, 3effffff"
    })
    void breaksTiesAroundZeroByTheThirdTerm(String argument, String result) {
      check(CorrectlyRounded::sigmoid, argument, result);
    }

    @ParameterizedTest
    @CsvSource({
      "3f800000, 3f3b26a8",
      "bf800000, 3e89b2b1",
      "40a00000, 3f7e4961",
      "c0a00000, 3bdb4fb4"
    })
    void roundsOrdinaryArguments(String argument, String result) {
      check(CorrectlyRounded::sigmoid, argument, result);
    }

    @ParameterizedTest
    @CsvSource({"41851592, 3f7fffff", "418aa123, 3f800000", "418aa124, 3f800000"})
    void isOneBehindTheLastFloatThatIsNot(String argument, String result) {
      check(CorrectlyRounded::sigmoid, argument, result);
    }

    @ParameterizedTest
    @CsvSource({"c2aeac50, 007fffe6", "c2cff1b4, 00000001", "c2cff1b5, 00000000"})
    void roundsToSubnormals(String argument, String result) {
      check(CorrectlyRounded::sigmoid, argument, result);
    }

    @ParameterizedTest
    @CsvSource({"7f800000, 3f800000", "ff800000, 00000000"})
    void hasLimitsAtInfinity(String argument, String result) {
      check(CorrectlyRounded::sigmoid, argument, result);
    }

    @ParameterizedTest
    @CsvSource({"ba928601, 3effdb5f"})
    void isRightAtItsException(String argument, String result) {
      check(CorrectlyRounded::sigmoid, argument, result);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7f800001", "7fc00000", "7fffffff", "ffc00000"})
    void isNaNForNaN(String argument) {
      check(CorrectlyRounded::sigmoid, argument, "7fc00000");
    }
  }

  @Test
  void tanhIsOdd() {
    for (int bits = 0; bits < 0x7f800000; bits += 65_537) {
      float x = Float.intBitsToFloat(bits);
      float y = CorrectlyRounded.tanh(x);
      assertEquals(Float.floatToRawIntBits(-y), Float.floatToRawIntBits(CorrectlyRounded.tanh(-x)));
    }
  }
}
