package dev.flambeau.cpu.loop;

import java.util.Arrays;

/**
 * The sum of numerics.md, "Reductions", of values that lie one behind the other; the scratch of one
 * thread.
 */
public final class LaneSum {
  /** So many values make one sum before it is added to others. */
  public static final int BLOCK = 1024;

  /** Values that are added side by side. */
  public static final int LANES = 32;

  /** Blocks whose lanes are kept side by side. */
  private static final int TOGETHER = 16;

  /** Adds rounds of 32 values, lane by lane. */
  public interface Rounds {
    /**
     * Sets the lanes of some blocks to the sums of their values.
     *
     * @param blocks how many blocks, {@value #BLOCK} values apart
     * @param count how many values of each, a multiple of 32 that is not 0
     * @param lanes 32 for each block
     */
    void run(float[] x, int at, int blocks, int count, float[] lanes);
  }

  private final Rounds rounds;
  private final float[] lanes = new float[TOGETHER * LANES];
  private float[] sums = {};

  LaneSum(Rounds rounds) {
    this.rounds = rounds;
  }

  /** The sum of {@code count} values from {@code at} on. */
  public float of(float[] x, int at, int count) {
    if (count <= BLOCK) {
      return block(x, at, count);
    }
    int blocks = blocks(count);
    if (sums.length < blocks) {
      sums = new float[blocks];
    }
    blocks(x, at, count, sums, 0);
    // In place: a block's sum goes where values were that are summed already.
    for (; blocks > BLOCK; blocks = blocks(blocks)) {
      blocks(sums, 0, blocks, sums, 0);
    }
    return block(sums, 0, blocks);
  }

  /** How many blocks hold so many values: one at least, whose sum may be +0. */
  public static int blocks(int count) {
    return Math.max(1, (count + BLOCK - 1) / BLOCK);
  }

  /** Stores the sum of each block of {@code count} values; the last block may be shorter. */
  public void blocks(float[] x, int at, int count, float[] y, int to) {
    int whole = count / BLOCK;
    for (int first = 0; first < whole; first += TOGETHER) {
      int some = Math.min(TOGETHER, whole - first);
      rounds.run(x, at + first * BLOCK, some, BLOCK, lanes);
      for (int b = 0; b < some; b++) {
        y[to + first + b] = tree(lanes, b * LANES);
      }
    }
    if (whole < blocks(count)) {
      y[to + whole] = block(x, at + whole * BLOCK, count - whole * BLOCK);
    }
  }

  /** The sum of one block's values. */
  public float block(float[] x, int at, int count) {
    int some = Math.min(LANES, count);
    if (some == 0) {
      return 0f;
    }
    if (count <= LANES / 2) {
      return few(x, at, count);
    }
    int whole = count - count % LANES;
    if (whole > 0) {
      rounds.run(x, at, 1, whole, lanes);
    } else {
      System.arraycopy(x, at, lanes, 0, some);
    }
    for (int i = Math.max(whole, LANES); i < count; i++) {
      lanes[i - whole] += x[at + i];
    }
    // Adding -0 changes nothing, as if there were no lane.
    Arrays.fill(lanes, some, LANES, -0f);
    return tree(lanes, 0);
  }

  /** The sum of so few values that only the last four halvings have anything to add. */
  private float few(float[] x, int at, int count) {
    System.arraycopy(x, at, lanes, 0, count);
    Arrays.fill(lanes, count, LANES / 2, -0f);
    return (four(0) + four(2)) + (four(1) + four(3));
  }

  /** Every fourth lane of the first 16. */
  private float four(int lane) {
    return (lanes[lane] + lanes[lane + 8]) + (lanes[lane + 4] + lanes[lane + 12]);
  }

  /** The sum of 32 lanes, without a loop, which would wait for memory at each halving. */
  private static float tree(float[] x, int at) {
    return (eight(x, at) + eight(x, at + 2)) + (eight(x, at + 1) + eight(x, at + 3));
  }

  /** Every fourth lane. */
  private static float eight(float[] x, int at) {
    return ((x[at] + x[at + 16]) + (x[at + 8] + x[at + 24]))
        + ((x[at + 4] + x[at + 20]) + (x[at + 12] + x[at + 28]));
  }

  /** In plain Java. */
  public static void rounds(float[] x, int at, int blocks, int count, float[] lanes) {
    for (int b = 0; b < blocks; b++) {
      int from = at + b * BLOCK;
      int to = b * LANES;
      System.arraycopy(x, from, lanes, to, LANES);
      for (int i = LANES; i < count; i += LANES) {
        for (int l = 0; l < LANES; l++) {
          lanes[to + l] += x[from + i + l];
        }
      }
    }
  }
}
