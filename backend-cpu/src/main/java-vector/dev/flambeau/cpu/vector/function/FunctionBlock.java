package dev.flambeau.cpu.vector.function;

import dev.flambeau.cpu.function.Rounding;
import dev.flambeau.cpu.vector.loop.Lanes;
import java.util.Arrays;

/**
 * A block of values on its way through the loops of an elementary function, which stays in the
 * first-level cache; the scratch of one thread. The names are those of {@link ExponentialLoops}.
 *
 * @param x the values, with room for a vector behind them
 * @param z what the exponential is taken of
 * @param s powers of two
 * @param p the rest, less 1
 * @param y results, with room for a vector behind them
 * @param doubt of each lane, 0 if one of its results is undecided: {@link RoundingLoop}
 */
record FunctionBlock(float[] x, double[] z, double[] s, double[] p, float[] y, long[] doubt) {
  static final int BLOCK = 256;

  private static final ThreadLocal<FunctionBlock> SCRATCH =
      ThreadLocal.withInitial(FunctionBlock::fresh);

  /** That of this thread. */
  static FunctionBlock scratch() {
    return SCRATCH.get();
  }

  private static FunctionBlock fresh() {
    FunctionBlock block =
        new FunctionBlock(
            new float[BLOCK + Lanes.COUNT],
            new double[BLOCK],
            new double[BLOCK],
            new double[BLOCK],
            new float[BLOCK + Lanes.COUNT],
            new long[Lanes.DOUBLES.length()]);
    Arrays.fill(block.doubt, 1);
    return block;
  }

  /** Whether a result is to be computed once more. */
  boolean isUndecided() {
    for (long lane : doubt) {
      if (lane == 0) {
        return true;
      }
    }
    return false;
  }

  /** Computes once more what was rounded, of p, in doubt. */
  void decide(VectorFunction.Scalar scalar, int count) {
    for (int i = 0; i < count; i++) {
      if (Rounding.isInDoubt(p[i])) {
        y[i] = scalar.of(x[i]);
      }
    }
    Arrays.fill(doubt, 1);
  }
}
