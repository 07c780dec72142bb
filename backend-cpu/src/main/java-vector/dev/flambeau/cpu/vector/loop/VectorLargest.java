package dev.flambeau.cpu.vector.loop;

import dev.flambeau.cpu.parallel.LargestOfWindows;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** What a tap of a window lies on, a vector of positions at a time: numerics.md, "Pooling". */
public final class VectorLargest {
  private static final int LANES = Lanes.COUNT;

  private static final VectorSpecies<Integer> INTS =
      VectorSpecies.of(int.class, Lanes.FLOATS.vectorShape());

  private static final IntVector NUMBERS = IntVector.zero(INTS).addIndex(1);

  private static final IntVector NONE = IntVector.broadcast(INTS, LargestOfWindows.NONE);

  /** The even lanes of two vectors; of the second one's from the middle on. */
  private static final VectorShuffle<Float> EVEN =
      VectorShuffle.fromOp(Lanes.FLOATS, lane -> 2 * lane % LANES);

  private static final VectorMask<Float> UPPER =
      Lanes.FLOATS
          .maskAll(true)
          .and(NUMBERS.compare(VectorOperators.GE, LANES / 2).cast(Lanes.FLOATS));

  private VectorLargest() {}

  /**
   * As {@link LargestOfWindows.Tap} says; strides of more than 2 one by one, and what lies where no
   * whole vectors can be read.
   */
  public static void take(
      float[] x, int at, int place, int stride, float[] largest, int[] places, int first, int end) {
    int o = first;
    if (stride == 1) {
      for (; o < end && at + o + LANES <= x.length; o += LANES) {
        step(FloatVector.fromArray(Lanes.FLOATS, x, at + o), place, 1, largest, places, o, end);
      }
    } else if (stride == 2) {
      for (; o < end && at + 2 * (o + LANES) <= x.length; o += LANES) {
        FloatVector low = Lanes.load(x, at + 2 * o).rearrange(EVEN);
        FloatVector high = Lanes.load(x, at + 2 * o + LANES).rearrange(EVEN);
        step(low.blend(high, UPPER), place, 2, largest, places, o, end);
      }
    }
    if (o < end) {
      LargestOfWindows.take(x, at, place, stride, largest, places, o, end);
    }
  }

  private static void step(
      FloatVector value, int place, int stride, float[] largest, int[] places, int o, int end) {
    FloatVector before = Lanes.load(largest, o);
    IntVector were = IntVector.fromArray(INTS, places, o);
    VectorMask<Float> isNew =
        before
            .compare(VectorOperators.LT, value)
            .or(before.test(VectorOperators.IS_NAN).not().and(value.test(VectorOperators.IS_NAN)))
            .or(were.compare(VectorOperators.EQ, NONE).cast(Lanes.FLOATS));
    if (end - o < LANES) {
      isNew = isNew.and(NUMBERS.compare(VectorOperators.LT, end - o).cast(Lanes.FLOATS));
    }
    before.blend(value, isNew).intoArray(largest, o);
    IntVector here = NUMBERS.mul(stride).add(place + o * stride);
    were.blend(here, isNew.cast(INTS)).intoArray(places, o);
  }
}
