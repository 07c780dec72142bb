package dev.flambeau.nn;

import dev.flambeau.op.Philox;
import dev.flambeau.op.Shape;
import java.util.Arrays;

/**
 * The first values of a parameter or a buffer.
 *
 * <p>They follow from the model's seed and the parameter's place in the model alone, and are the
 * same on every device.
 */
@FunctionalInterface
public interface Initializer {
  /**
   * Fills an array with first values.
   *
   * @param values as many as the shape has elements, row-major; zeros at first
   * @param shape the parameter's
   * @param random the parameter's own random numbers
   */
  void fill(float[] values, Shape shape, Philox random);

  /** Zeros. */
  static Initializer zeros() {
    return (values, shape, random) -> {};
  }

  /** Ones. */
  static Initializer ones() {
    return constant(1);
  }

  /**
   * One value for all elements.
   *
   * @throws ModelException if it is not finite
   */
  static Initializer constant(double value) {
    float constant = finite("constant", value);
    return (values, shape, random) -> Arrays.fill(values, constant);
  }

  /**
   * Uniform on [−bound, bound).
   *
   * @param bound 0 for zeros
   * @throws ModelException if it is negative or not finite
   */
  static Initializer uniform(double bound) {
    float most = finite("uniform", bound);
    if (most < 0 || !Float.isFinite(2 * most)) {
      throw new ModelException(
          "uniform: a bound is 0 or more and at most half of the largest float, was given "
              + bound
              + ".");
    }
    return (values, shape, random) -> {
      if (most != 0) {
        random.fill(values, most);
      }
    };
  }

  /**
   * Uniform with the variance 2 / (fanIn + fanOut).
   *
   * @see "X. Glorot, Y. Bengio: Understanding the Difficulty of Training Deep Feedforward Neural
   *     Networks, AISTATS 2010"
   */
  static Initializer xavierUniform() {
    return xavierUniform(1);
  }

  /**
   * Uniform with the variance gain² · 2 / (fanIn + fanOut).
   *
   * @throws ModelException if the gain is not finite
   */
  static Initializer xavierUniform(double gain) {
    finite("xavierUniform", gain);
    return (values, shape, random) ->
        FanBound.fill(
            values, gain * gain * 2, (double) FanBound.in(shape) + FanBound.out(shape), random);
  }

  /**
   * Uniform with the variance 2 / fanIn, for what is followed by relu.
   *
   * @see "K. He, X. Zhang, S. Ren, J. Sun: Delving Deep into Rectifiers, ICCV 2015"
   */
  static Initializer kaimingUniform() {
    return kaimingUniform(0);
  }

  /**
   * Uniform with the variance 2 / (1 + slope²) / fanIn, for what is followed by a leaky relu.
   *
   * @param negativeSlope of the leaky relu; √5 gives ±1/√fanIn, the usual first weights of a layer
   * @throws ModelException if the slope is not finite
   */
  static Initializer kaimingUniform(double negativeSlope) {
    finite("kaimingUniform", negativeSlope);
    return (values, shape, random) ->
        FanBound.fill(values, 2 / (1 + negativeSlope * negativeSlope), FanBound.in(shape), random);
  }

  /**
   * Normal numbers.
   *
   * @throws ModelException if mean or std is not finite, or std is negative
   */
  static Initializer normal(double mean, double std) {
    float center = finite("normal", mean);
    float width = notNegative("normal", std);
    return (values, shape, random) -> NormalNumbers.fill(values, center, width, random);
  }

  /**
   * Normal numbers, each drawn again until it lies within bounds.
   *
   * @param low no more than two std above the mean, and below high by a hundredth of std or more
   * @param high no more than two std below the mean
   * @throws ModelException if a number is not finite, std is not above 0, or there are too few such
   *     numbers
   */
  static Initializer truncatedNormal(double mean, double std, double low, double high) {
    float center = finite("truncatedNormal", mean);
    float width = notNegative("truncatedNormal", std);
    float least = finite("truncatedNormal", low);
    float most = finite("truncatedNormal", high);
    if (width == 0 || most - least < width / 100 || low > mean + 2 * std || high < mean - 2 * std) {
      throw new ModelException(
          "truncatedNormal: takes a std above 0, and bounds a hundredth of it apart that lie within"
              + " two of the mean; was given "
              + std
              + " and "
              + low
              + " to "
              + high
              + ".");
    }
    return (values, shape, random) ->
        NormalNumbers.fillWithin(values, center, width, least, most, random);
  }

  /** Normal with mean 0 and the given std, within two std. */
  static Initializer truncatedNormal(double std) {
    return truncatedNormal(0, std, -2 * std, 2 * std);
  }

  /** Normal with the variance 2 / (fanIn + fanOut); see {@link #xavierUniform()}. */
  static Initializer xavierNormal() {
    return xavierNormal(1);
  }

  /**
   * Normal with the variance gain² · 2 / (fanIn + fanOut).
   *
   * @throws ModelException if the gain is not finite
   */
  static Initializer xavierNormal(double gain) {
    finite("xavierNormal", gain);
    return (values, shape, random) ->
        FanBound.fillNormal(
            values, gain * gain * 2, (double) FanBound.in(shape) + FanBound.out(shape), random);
  }

  /** Normal with the variance 2 / fanIn; see {@link #kaimingUniform()}. */
  static Initializer kaimingNormal() {
    return kaimingNormal(0);
  }

  /**
   * Normal with the variance 2 / (1 + slope²) / fanIn.
   *
   * @throws ModelException if the slope is not finite
   */
  static Initializer kaimingNormal(double negativeSlope) {
    finite("kaimingNormal", negativeSlope);
    return (values, shape, random) ->
        FanBound.fillNormal(
            values, 2 / (1 + negativeSlope * negativeSlope), FanBound.in(shape), random);
  }

  /**
   * Normal with the variance 2 / fanOut, which keeps the variance of gradients; for what is
   * followed by relu.
   */
  static Initializer kaimingNormalFanOut() {
    return (values, shape, random) -> FanBound.fillNormal(values, 2, FanBound.out(shape), random);
  }

  /**
   * Rows, or where there are fewer of them columns, that are orthogonal to each other and of one
   * length; axes behind the first are one.
   *
   * @param gain the length
   * @throws ModelException if the gain is not finite, or when a parameter has fewer than two axes
   * @see "A. Saxe, J. McClelland, S. Ganguli: Exact Solutions to the Nonlinear Dynamics of Learning
   *     in Deep Linear Neural Networks, ICLR 2014"
   */
  static Initializer orthogonal(double gain) {
    finite("orthogonal", gain);
    return (values, shape, random) -> Orthonormal.fill(values, shape, gain, random);
  }

  /**
   * These values.
   *
   * @throws ModelException when a parameter of another number of elements is filled
   */
  static Initializer of(float... given) {
    float[] own = given.clone();
    return (values, shape, random) -> {
      if (values.length != own.length) {
        throw new ModelException(
            own.length + " first values were given for a parameter " + shape + ".");
      }
      System.arraycopy(own, 0, values, 0, own.length);
    };
  }

  private static float notNegative(String method, double std) {
    float width = finite(method, std);
    if (width < 0) {
      throw new ModelException(method + ": takes a std of 0 or more, was given " + std + ".");
    }
    return width;
  }

  private static float finite(String method, double value) {
    if (!Float.isFinite((float) value)) {
      throw new ModelException(method + ": takes a finite float, was given " + value + ".");
    }
    return (float) value;
  }
}
