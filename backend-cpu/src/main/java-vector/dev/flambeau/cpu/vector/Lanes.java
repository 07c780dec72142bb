package dev.flambeau.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The width of vectors: the machine's, or that of {@code -Dflambeau.cpu.vectors=128}, {@code 256}
 * or {@code 512}. In a class of its own, since code for vectors is good only where the compiler
 * sees a constant species.
 */
final class Lanes {
  static final VectorSpecies<Float> FLOATS = species();

  /** Lanes of a vector. */
  static final int COUNT = FLOATS.length();

  /** Doubles in as many bits. */
  static final VectorSpecies<Double> DOUBLES = VectorSpecies.of(double.class, FLOATS.vectorShape());

  private Lanes() {}

  private static VectorSpecies<Float> species() {
    int bits = Integer.getInteger("flambeau.cpu.vectors", 0);
    if (bits == 0) {
      return FloatVector.SPECIES_PREFERRED;
    }
    return VectorSpecies.of(float.class, VectorShape.forBitSize(bits));
  }
}
