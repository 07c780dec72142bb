package dev.flambeau.cpu.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a double leaves doubt about the float, and what an exception changes. */
class RoundingTest {
  /** 2¹⁰ units of a double's last place are in doubt on either side of a half of a float's. */
  @ParameterizedTest
  @CsvSource({
    "0x1.000001p0, true",
    "0x1.00000100003ffp0, true",
    "0x1.0000010000400p0, false",
    "0x1.000000ffffc00p0, true",
    "0x1.000000ffffbffp0, false",
    "-0x1.abcdeep-3, false",
    "-0x1.abcdefp-3, true",
    "1, false",
    "0, false"
  })
  void doubtIsAroundTheMiddleBetweenFloats(String y, boolean isInDoubt) {
    assertEquals(isInDoubt, Rounding.isInDoubt(Double.parseDouble(y)));
  }

  @Test
  void whatStandsForTheUndecidedIsInDoubt() {
    assertTrue(Rounding.isInDoubt(Rounding.UNDECIDED));
  }

  @Test
  void exceptionsCountWhereThereIsDoubtAlone() {
    Rounding rounding = Rounding.butFor(Float.floatToRawIntBits(2f), Float.floatToRawIntBits(9f));
    assertEquals(9f, rounding.of(2f, Rounding.UNDECIDED));
    assertEquals(1f, rounding.of(2f, 1.0));
    assertEquals(1f, rounding.of(3f, Rounding.UNDECIDED));
    assertEquals(0x1.000002p0f, rounding.of(3f, 0x1.00000100001p0));
  }
}
