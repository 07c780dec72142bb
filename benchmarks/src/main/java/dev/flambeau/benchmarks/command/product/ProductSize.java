package dev.flambeau.benchmarks.command.product;

import dev.flambeau.cli.command.Limits;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The sizes of a product of matrices, {@code (m, k) × (k, n)}.
 *
 * @param m rows of the result
 * @param n columns of the result
 * @param k what is summed over
 */
public record ProductSize(int m, int n, int k) {
  private static final Pattern SQUARE = Pattern.compile("[1-9]\\d{0,8}");
  private static final Pattern SIZES =
      Pattern.compile("([1-9]\\d{0,8})x([1-9]\\d{0,8})x([1-9]\\d{0,8})");

  /** Reads {@code 64} or {@code 1000x64x3000}. */
  public static final class Converter implements ITypeConverter<ProductSize> {
    @Override
    public ProductSize convert(String text) {
      ProductSize size = parse(text);
      if (size.mostElements() > Limits.Elements.MOST) {
        throw new TypeConversionException(
            "matrices of at most "
                + Limits.Elements.MOST
                + " elements, such as 16384, was given '"
                + text
                + "'");
      }
      return size;
    }

    private static ProductSize parse(String text) {
      if (SQUARE.matcher(text).matches()) {
        int size = Integer.parseInt(text);
        return new ProductSize(size, size, size);
      }
      Matcher sizes = SIZES.matcher(text);
      if (sizes.matches()) {
        return new ProductSize(number(sizes, 1), number(sizes, 2), number(sizes, 3));
      }
      throw new TypeConversionException(
          "a number for a square, or MxNxK, such as 64,1000x64x3000, was given '" + text + "'");
    }

    private static int number(Matcher sizes, int group) {
      return Integer.parseInt(sizes.group(group));
    }
  }

  /** The elements of the largest of its three matrices. */
  private long mostElements() {
    return Math.max((long) m * n, (long) k * Math.max(m, n));
  }

  /** A product and a sum for each element that meets another. */
  public double flops() {
    return 2.0 * m * n * k;
  }

  @Override
  public String toString() {
    return m + "x" + n + "x" + k;
  }
}
