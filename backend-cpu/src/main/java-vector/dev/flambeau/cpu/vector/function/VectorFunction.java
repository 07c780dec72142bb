package dev.flambeau.cpu.vector.function;

import dev.flambeau.cpu.loop.ElementwiseLoops;
import dev.flambeau.cpu.vector.loop.Lanes;
import java.util.List;

/**
 * A function of {@link dev.flambeau.cpu.function.CorrectlyRounded}, a vector of doubles at a time.
 * The doubles are not the same, for they come by fma and in another order; the floats are, for
 * every float, as the sweep over all of them shows (docs/runs.md).
 *
 * <p>A block of values goes through short loops and stays in the first-level cache. In one loop
 * they would be more than HotSpot inlines, and vectors that cross a call are objects: 8 ns a value
 * instead of 2. So would they be if HotSpot compiled them together ({@link UninlinedLoop}).
 *
 * <p>Floats are loaded and stored as whole vectors, of which doubles take the lower half; the upper
 * one is overwritten by what comes next, so a block lies in scratch with room behind it. Vectors of
 * half the width would do without, but wherever HotSpot has met two classes of float vectors it no
 * longer knows which one a load gives, and makes objects of them in every other loop.
 *
 * @param scalar the same function, of what fills no vector and of what the loops leave undecided
 * @param loops from a block's x to its y
 */
public record VectorFunction(Scalar scalar, List<UninlinedLoop> loops)
    implements ElementwiseLoops.Function {

  /** A function of one value. */
  public interface Scalar {
    float of(float x);
  }

  static VectorFunction of(Scalar scalar, UninlinedLoop... loops) {
    return new VectorFunction(scalar, List.of(loops));
  }

  @Override
  public void run(float[] x, int at, float[] y, int to, int count) {
    FunctionBlock block = FunctionBlock.scratch();
    int whole = Lanes.DOUBLES.loopBound(count);
    for (int i = 0; i < whole; i += FunctionBlock.BLOCK) {
      int some = Math.min(FunctionBlock.BLOCK, whole - i);
      System.arraycopy(x, at + i, block.x(), 0, some);
      for (UninlinedLoop loop : loops) {
        loop.run(block, some);
      }
      if (block.isUndecided()) {
        block.decide(scalar, some);
      }
      System.arraycopy(block.y(), 0, y, to + i, some);
    }
    for (int i = whole; i < count; i++) {
      y[to + i] = scalar.of(x[at + i]);
    }
  }
}
