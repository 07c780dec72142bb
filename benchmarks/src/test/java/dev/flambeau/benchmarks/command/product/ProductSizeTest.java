package dev.flambeau.benchmarks.command.product;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ProductSizeTest {
  private static ProductSize parse(String text) {
    return new ProductSize.Converter().convert(text);
  }

  @Test
  void oneNumberIsASquare() {
    assertEquals(new ProductSize(64, 64, 64), parse("64"));
  }

  @Test
  void rowsColumnsAndWhatIsSummedOver() {
    ProductSize size = parse("1000x64x3000");
    assertEquals(new ProductSize(1000, 64, 3000), size);
    assertEquals("1000x64x3000", size.toString());
    assertEquals(2.0 * 1000 * 64 * 3000, size.flops());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0", "-1", "64x", "64x64", "1x2x3x4", "1x0x3", "9999999999", "64X1X1"})
  void anythingElseIsRefused(String text) {
    var e = assertThrows(TypeConversionException.class, () -> parse(text));
    assertEquals(
        "a number for a square, or MxNxK, such as 64,1000x64x3000, was given '" + text + "'",
        e.getMessage());
  }
}
