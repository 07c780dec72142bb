package dev.flambeau.cli.command;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The numbers that options accept, each with the words of its refusal. */
public final class Limits {
  private Limits() {}

  /** A whole number from 1 on. */
  public static final class Count implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return whole(text, Integer.MAX_VALUE, "a whole number from 1 on");
    }
  }

  /** A number of threads that a system can be asked for. */
  public static final class Threads implements ITypeConverter<Integer> {
    private static final int MOST = 4096;

    @Override
    public Integer convert(String text) {
      return whole(text, MOST, "a whole number from 1 to " + MOST);
    }
  }

  /** A number of samples of a step that is timed, whose tensors are then such as can be held. */
  public static final class Batch implements ITypeConverter<Integer> {
    private static final int MOST = 100_000;

    @Override
    public Integer convert(String text) {
      return whole(text, MOST, "a whole number from 1 to " + MOST);
    }
  }

  /** A number of elements of a tensor that is timed: of floats, up to 1 GiB. */
  public static final class Elements implements ITypeConverter<Integer> {
    /** The largest. */
    public static final int MOST = 1 << 28;

    @Override
    public Integer convert(String text) {
      return whole(text, MOST, "a whole number from 1 to " + MOST);
    }
  }

  /** How often something is timed, in a time that somebody waits for. */
  public static final class Rounds implements ITypeConverter<Integer> {
    private static final int MOST = 1_000_000;

    @Override
    public Integer convert(String text) {
      return whole(text, MOST, "a whole number from 1 to " + MOST);
    }
  }

  /** Seconds of a measurement. */
  public static final class Seconds implements ITypeConverter<Float> {
    private static final int MOST = 86_400;

    @Override
    public Float convert(String text) {
      Float value = number(text);
      if (value > 0 && value <= MOST) {
        return value;
      }
      throw new TypeConversionException(
          "a number above 0, and at most " + MOST + ", was given '" + text + "'");
    }
  }

  private static int whole(String text, int most, String expected) {
    try {
      int value = Integer.parseInt(text);
      if (value >= 1 && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // refused below
    }
    throw new TypeConversionException(expected + ", was given '" + text + "'");
  }

  /** A positive finite number. */
  public static final class Rate implements ITypeConverter<Float> {
    @Override
    public Float convert(String text) {
      Float value = number(text);
      if (value > 0 && value < Float.POSITIVE_INFINITY) {
        return value;
      }
      throw new TypeConversionException("a number above 0, was given '" + text + "'");
    }
  }

  /** A number in [0, 1). */
  public static final class Fraction implements ITypeConverter<Float> {
    @Override
    public Float convert(String text) {
      Float value = number(text);
      if (value >= 0 && value < 1) {
        return value;
      }
      throw new TypeConversionException("a number from 0 up to 1, was given '" + text + "'");
    }
  }

  /** NaN, which no limit admits, for what is no number. */
  private static Float number(String text) {
    try {
      return Float.valueOf(text);
    } catch (NumberFormatException e) {
      return Float.NaN;
    }
  }
}
