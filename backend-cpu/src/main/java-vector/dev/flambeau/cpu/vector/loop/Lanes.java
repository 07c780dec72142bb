package dev.flambeau.cpu.vector.loop;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The width of vectors: the machine's, or that of {@code -Dflambeau.cpu.vectors=128}, {@code 256}
 * or {@code 512}. In a class of its own, since code for vectors is good only where the compiler
 * sees a constant species.
 *
 * <p>And ways to begin a computation so that the compiler sees the class of its vectors. What the
 * library's static methods give is a {@code FloatVector} to HotSpot (Java 17), and which one an op
 * is called on is for its profile to say, of which it keeps one for all callers together, or none:
 * then every vector is an object, in one run of a program and not in the next. An op on a constant
 * has a receiver whose class is known, and gives a vector whose class is. So in a loop each value
 * is made by an op on a constant, or on a value that was. (It may not be the constant itself where
 * a loop changes it: that one is an object.)
 */
public final class Lanes {
  public static final VectorSpecies<Float> FLOATS = species();

  /** Lanes of a vector. */
  public static final int COUNT = FLOATS.length();

  /** Doubles in as many bits. */
  public static final VectorSpecies<Double> DOUBLES =
      VectorSpecies.of(double.class, FLOATS.vectorShape());

  public static final FloatVector ZERO = FloatVector.zero(FLOATS);

  public static final FloatVector ONE = FloatVector.broadcast(FLOATS, 1f);

  /** Added to anything it changes nothing. */
  public static final FloatVector MINUS_ZERO = FloatVector.broadcast(FLOATS, -0f);

  public static final DoubleVector DOUBLE_ZERO = DoubleVector.zero(DOUBLES);

  private static final DoubleVector DOUBLE_MINUS_ZERO = DoubleVector.broadcast(DOUBLES, -0.0);

  private Lanes() {}

  private static VectorSpecies<Float> species() {
    int bits = Integer.getInteger("flambeau.cpu.vectors", 0);
    if (bits == 0) {
      return FloatVector.SPECIES_PREFERRED;
    }
    return VectorSpecies.of(float.class, VectorShape.forBitSize(bits));
  }

  /**
   * A vector that ops can be called on; one that is only passed to an op may come from the library.
   * Methods like this one are for loops alone: before and behind them HotSpot may not inline them.
   */
  public static FloatVector load(float[] x, int at) {
    return MINUS_ZERO.add(FloatVector.fromArray(FLOATS, x, at));
  }

  public static DoubleVector load(double[] x, int at) {
    return DOUBLE_MINUS_ZERO.add(DoubleVector.fromArray(DOUBLES, x, at));
  }

  /** The lower half of some floats as doubles. */
  public static DoubleVector widen(float[] x, int at) {
    return DOUBLE_MINUS_ZERO.add(load(x, at).castShape(DOUBLES, 0));
  }

  /** Doubles as the lower half of some floats. */
  public static FloatVector narrow(DoubleVector x) {
    return MINUS_ZERO.add(x.castShape(FLOATS, 0));
  }

  public static void store(DoubleVector x, double[] y, int to) {
    DOUBLE_MINUS_ZERO.add(x).intoArray(y, to);
  }
}
