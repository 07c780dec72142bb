package dev.flambeau.cpu.vector.loop;

import dev.flambeau.cpu.loop.TruthLoops;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Truth by vectors of floats and as many bytes, of which there are no fewer than 64 bits. HotSpot
 * makes no vectors of loops over elements of two sizes by itself.
 */
public final class VectorTruth implements TruthLoops {
  /** A 1 as a FLOAT32 has this bit, 0 has not. */
  private static final int BIT_OF_ONE = 29;

  private static final int COUNT = Lanes.COUNT;

  private static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, COUNT * Byte.SIZE)));

  /** The loops for the machine's vectors. */
  public static TruthLoops loops() {
    return BYTES.length() == COUNT ? new VectorTruth() : PLAIN;
  }

  private VectorTruth() {}

  @Override
  public void toFloats(byte[] x, int at, float[] y, int to, int count) {
    int i = 0;
    for (; i <= count - COUNT; i += COUNT) {
      ByteVector.fromArray(BYTES, x, at + i)
          .castShape(Lanes.FLOATS, 0)
          .reinterpretAsFloats()
          .intoArray(y, to + i);
    }
    PLAIN.toFloats(x, at + i, y, to + i, count - i);
  }

  @Override
  public void toBytes(float[] x, int at, byte[] y, int to, int count) {
    int i = 0;
    for (; i <= count - COUNT; i += COUNT) {
      IntVector bits = Lanes.load(x, at + i).reinterpretAsInts();
      bits.lanewise(VectorOperators.LSHR, BIT_OF_ONE)
          .castShape(BYTES, 0)
          .reinterpretAsBytes()
          .intoArray(y, to + i);
    }
    PLAIN.toBytes(x, at + i, y, to + i, count - i);
  }
}
