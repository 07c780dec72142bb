package dev.flambeau.cpu.vector.function;

import dev.flambeau.cpu.function.Rounding;
import dev.flambeau.cpu.vector.loop.Lanes;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link Rounding} of a block of results: which of them are in doubt is left to be decided. */
final class RoundingLoop {
  /** From p to y. */
  static final UninlinedLoop ROUND = UninlinedLoop.of(MethodHandles.lookup(), "round");

  private static final VectorSpecies<Double> DOUBLES = Lanes.DOUBLES;
  private static final LongVector NO_BITS =
      LongVector.zero(VectorSpecies.of(long.class, DOUBLES.vectorShape()));

  private RoundingLoop() {}

  private static void round(FunctionBlock block, int count) {
    double[] ys = block.p();
    float[] y = block.y();
    LongVector doubt = NO_BITS.broadcast(Rounding.DOUBT);
    for (int i = 0; i < count; i += DOUBLES.length()) {
      DoubleVector value = Lanes.load(ys, i);
      LongVector bits = NO_BITS.or(value.reinterpretAsLongs());
      doubt = doubt.min(bits.add(Rounding.TO_DOUBT).and(Rounding.DOUBT));
      Lanes.narrow(value).intoArray(y, i);
    }
    doubt.intoArray(block.doubt(), 0);
  }
}
