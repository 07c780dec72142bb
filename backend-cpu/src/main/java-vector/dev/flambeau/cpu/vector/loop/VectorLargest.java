package dev.flambeau.cpu.vector.loop;

import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;

import dev.flambeau.cpu.parallel.LargestOfWindows;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * What a tap of a window lies on, a vector of positions at a time: numerics.md, "Pooling". All is
 * in one loop a stride, on floats alone: what a method is given is an object to HotSpot (Java 17)
 * unless it is inlined.
 */
public final class VectorLargest {
  private static final int LANES = Lanes.COUNT;

  private static final FloatVector NUMBERS = FloatVector.zero(Lanes.FLOATS).addIndex(1);

  /** The even lanes; those of a second vector stand from the middle on. */
  private static final VectorShuffle<Float> EVEN =
      VectorShuffle.fromOp(Lanes.FLOATS, lane -> 2 * lane % LANES);

  private static final VectorMask<Float> UPPER = NUMBERS.compare(GE, LANES / 2);

  private VectorLargest() {}

  /**
   * As {@link LargestOfWindows.Tap} says; strides of more than 2 one by one, and what lies where no
   * whole vectors can be read.
   */
  public static void take(
      float[] x,
      int at,
      int place,
      int stride,
      float[] largest,
      float[] places,
      int first,
      int end) {
    int o = first;
    if (stride == 1) {
      int whole = Math.min(end, x.length - at - LANES + 1);
      if (o < whole) {
        o += (whole - o + LANES - 1) / LANES * LANES;
        neighbours(x, at, place, largest, places, first, whole, end);
      }
    } else if (stride == 2) {
      int whole = Math.min(end, (x.length - at) / 2 - LANES + 1);
      if (o < whole) {
        o += (whole - o + LANES - 1) / LANES * LANES;
        everySecond(x, at, place, largest, places, first, whole, end);
      }
    }
    if (o < end) {
      LargestOfWindows.take(x, at, place, stride, largest, places, o, end);
    }
  }

  /** Vectors that begin before {@code whole}, up to before {@code end}. */
  private static void neighbours(
      float[] x,
      int at,
      int place,
      float[] largest,
      float[] places,
      int first,
      int whole,
      int end) {
    for (int o = first; o < whole; o += LANES) {
      FloatVector value = Lanes.load(x, at + o);
      FloatVector before = Lanes.load(largest, o);
      FloatVector were = Lanes.load(places, o);
      VectorMask<Float> isNew =
          before
              .compare(LT, value)
              .or(value.compare(NE, value).and(before.compare(EQ, before)))
              .or(were.compare(EQ, LargestOfWindows.NONE))
              .and(NUMBERS.compare(LT, end - o));
      before.blend(value, isNew).intoArray(largest, o);
      were.blend(NUMBERS.add(place + o), isNew).intoArray(places, o);
    }
  }

  private static void everySecond(
      float[] x,
      int at,
      int place,
      float[] largest,
      float[] places,
      int first,
      int whole,
      int end) {
    for (int o = first; o < whole; o += LANES) {
      FloatVector low = Lanes.load(x, at + 2 * o).rearrange(EVEN);
      FloatVector high = Lanes.load(x, at + 2 * o + LANES).rearrange(EVEN);
      FloatVector value = low.blend(high, UPPER);
      FloatVector before = Lanes.load(largest, o);
      FloatVector were = Lanes.load(places, o);
      VectorMask<Float> isNew =
          before
              .compare(LT, value)
              .or(value.compare(NE, value).and(before.compare(EQ, before)))
              .or(were.compare(EQ, LargestOfWindows.NONE))
              .and(NUMBERS.compare(LT, end - o));
      before.blend(value, isNew).intoArray(largest, o);
      were.blend(NUMBERS.add(NUMBERS).add(place + 2 * o), isNew).intoArray(places, o);
    }
  }
}
