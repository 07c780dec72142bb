package dev.flambeau.cpu.vector.function;

import dev.flambeau.cpu.vector.loop.Lanes;
import jdk.incubator.vector.VectorSpecies;

/**
 * A block of values on its way through the loops of an elementary function, which stays in the
 * first-level cache; the scratch of one thread. The names are those of {@link ExponentialLoops}.
 *
 * @param x the values, with room for a vector behind them
 * @param z what the exponential is taken of
 * @param s powers of two
 * @param p the rest, less 1
 * @param y results, with room for a vector behind them
 */
record FunctionBlock(float[] x, double[] z, double[] s, double[] p, float[] y) {
  static final int BLOCK = 256;

  private static final VectorSpecies<Double> DOUBLES = Lanes.DOUBLES;

  private static final ThreadLocal<FunctionBlock> SCRATCH =
      ThreadLocal.withInitial(
          () ->
              new FunctionBlock(
                  new float[BLOCK + Lanes.COUNT],
                  new double[BLOCK],
                  new double[BLOCK],
                  new double[BLOCK],
                  new float[BLOCK + Lanes.COUNT]));

  /**
   * Takes as many values as fill vectors through all stages, block by block, from x to y; and says
   * how many these are.
   */
  static int run(UninlinedLoop[] stages, float[] x, int at, float[] y, int to, int count) {
    FunctionBlock block = SCRATCH.get();
    int whole = DOUBLES.loopBound(count);
    for (int i = 0; i < whole; i += BLOCK) {
      int some = Math.min(BLOCK, whole - i);
      System.arraycopy(x, at + i, block.x, 0, some);
      for (UninlinedLoop stage : stages) {
        stage.run(block, some);
      }
      System.arraycopy(block.y, 0, y, to + i, some);
    }
    return whole;
  }
}
