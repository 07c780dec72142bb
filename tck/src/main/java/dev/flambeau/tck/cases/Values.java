package dev.flambeau.tck.cases;

import dev.flambeau.op.CrossEntropy;
import java.util.Arrays;

/**
 * A pattern that fills a tensor: element {@code i} is a function of {@code i} and of a random word.
 *
 * <p>The patterns are chosen for what they would betray; each says what.
 *
 * @param name the pattern's name in the name of a case
 * @param function makes an element
 */
public record Values(String name, Function function) {

  /** Makes one element of a random word and its place. */
  @FunctionalInterface
  public interface Function {
    double at(int word, int index);
  }

  /** [−1, 1): what networks are fed. */
  public static final Values UNIFORM = range("UNIFORM", -1, 1);

  /** Both signs and 32 binary exponents around 1: most changes of order or rounding show. */
  public static final Values WIDE = scaled("WIDE", -16, 32);

  /** Any 32 bits: NaN, infinities and subnormals among them. */
  public static final Values BITS = new Values("BITS", (word, i) -> Float.intBitsToFloat(word));

  /** Any integer of 32 bits. */
  public static final Values INTEGERS = new Values("INTEGERS", (word, i) -> word);

  /** Each special value of {@link #specials} in turn: a broadcast of two makes every pair. */
  public static final Values SPECIAL = cycle("SPECIAL", specials());

  /**
   * Magnitudes fall slowly from 2²⁴ to 2⁻²⁴ along the elements, again and again: whoever adds in
   * another order rounds elsewhere.
   */
  public static final Values BIG_THEN_TINY =
      new Values("BIG_THEN_TINY", (word, i) -> Math.scalb(signed(word), 24 - i / 4 % 49));

  /** Products of two are subnormal, or underflow to either zero. */
  public static final Values UNDERFLOW = scaled("UNDERFLOW", -91, 32);

  /** Sums and products overflow, to either infinity, and to NaN. */
  public static final Values OVERFLOW = scaled("OVERFLOW", 120, 8);

  /** Numbers below the smallest normal one: a device that flushes shows. */
  public static final Values SUBNORMAL =
      new Values("SUBNORMAL", (word, i) -> Float.intBitsToFloat(word & 0x807FFFFF));

  /** −0 throughout: its sum is −0 or +0, as the rule says. */
  public static final Values NEGATIVE_ZERO = constant(-0.0);

  /** Zeros of both signs. */
  public static final Values ZEROS = new Values("ZEROS", (word, i) -> word < 0 ? -0.0 : 0.0);

  /** One in eight is NaN. */
  public static final Values NAN = sprinkled("NAN", Double.NaN, Double.NaN);

  /** One in eight is infinite, of either sign. */
  public static final Values INFINITY =
      sprinkled("INFINITY", Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);

  /** −1, −0, +0 and 1: many are equal, so that it matters which is the first. */
  public static final Values TIES =
      new Values("TIES", (word, i) -> word >>> 30 == 0 ? -0.0 : (word >>> 30) - 2);

  /** Around 2⁻¹⁰⁰, where optimizer state becomes +0; 2⁻¹⁰⁰ itself and its neighbours too. */
  public static final Values STATE =
      new Values(
          "STATE",
          (word, i) ->
              i % 3 == 0
                  ? Math.copySign(Float.intBitsToFloat(0x0D800000 - 1 + (word & 3)), word)
                  : Math.scalb(signed(word), -103 + (word >>> 1) % 6));

  /** True and false. */
  public static final Values MASK = new Values("MASK", (word, i) -> word & 1);

  /** What stands where nothing has been written. */
  public static final Values STALE = constant(-1234.5);

  double at(int word, int index) {
    return function.at(word, index);
  }

  /** Evenly from {@code low} up to and without {@code high}. */
  public static Values range(double low, double high) {
    return range("[" + low + ", " + high + ")", low, high);
  }

  /** Labels of so many classes. */
  public static Values labels(int classes) {
    return new Values("labels(" + classes + ")", (word, i) -> Math.floorMod(word, classes));
  }

  /** Labels from −1 to {@code classes}: those two are outside. */
  public static Values strayLabels(int classes) {
    return new Values(
        "strayLabels(" + classes + ")", (word, i) -> Math.floorMod(word, classes + 2) - 1);
  }

  /** Labels of which every third or so is ignored by the loss. */
  public static Values ignoredLabels(int classes) {
    return new Values(
        "ignoredLabels(" + classes + ")",
        (word, i) -> (word & 0xFF) < 85 ? CrossEntropy.IGNORED : Math.floorMod(word >> 8, classes));
  }

  /** These numbers, again and again. */
  public static Values of(double... values) {
    return cycle(Arrays.toString(values), values);
  }

  /** The same pattern without signs. */
  public Values positive() {
    return new Values("|" + name + "|", (word, i) -> Math.abs(function.at(word, i)));
  }

  @Override
  public String toString() {
    return name;
  }

  /** NaN, infinities, zeros, the edges of the subnormal and of the normal range, and plain ones. */
  static double[] specials() {
    double[] positive = {
      0,
      Float.MIN_VALUE,
      0x1p-127,
      0x1.fffffcp-127,
      Float.MIN_NORMAL,
      0x1p-100,
      0x1p-75,
      0x1.fffffep-1,
      1,
      0x1.000002p0,
      3,
      0x1p24,
      0x1p64,
      Float.MAX_VALUE,
      Double.POSITIVE_INFINITY
    };
    double[] all = new double[2 * positive.length + 1];
    for (int i = 0; i < positive.length; i++) {
      all[2 * i] = positive[i];
      all[2 * i + 1] = -positive[i];
    }
    all[all.length - 1] = Double.NaN;
    return all;
  }

  private static Values range(String name, double low, double high) {
    return new Values(name, (word, i) -> low + (high - low) * ((word >>> 8) * 0x1p-24));
  }

  public static Values constant(double value) {
    return new Values(Double.toString(value), (word, i) -> value);
  }

  private static Values cycle(String name, double... values) {
    return new Values(name, (word, i) -> values[i % values.length]);
  }

  /**
   * Random mantissas and signs; exponents from {@code lowest}, {@code count} of them, at most 32.
   */
  private static Values scaled(String name, int lowest, int count) {
    return new Values(
        name, (word, i) -> Math.scalb(signed(word), lowest + (word >>> 1) % 32 % count));
  }

  private static Values sprinkled(String name, double first, double second) {
    return new Values(
        name,
        (word, i) -> (word & 7) != 0 ? UNIFORM.at(word, i) : (word & 8) != 0 ? first : second);
  }

  /** A random mantissa in [1, 2) with a random sign. */
  private static double signed(int word) {
    double mantissa = 1 + (word >>> 9) * 0x1p-23;
    return (word & 1) == 0 ? mantissa : -mantissa;
  }
}
