package dev.flambeau.cpu.parallel;

/**
 * The sum of numerics.md, "Reductions", of values that lie one behind the other; the scratch of one
 * thread.
 */
public final class LaneSum {
  /** So many values make one sum before it is added to others. */
  static final int BLOCK = 1024;

  /** Values that are added side by side. */
  public static final int LANES = 32;

  /** Adds rounds of 32 values, lane by lane. */
  public interface Rounds {
    /**
     * Sets each lane to the sum of its values.
     *
     * @param count how many values, a multiple of 32 that is not 0
     * @param lane the 32 lanes
     */
    void run(float[] x, int at, int count, float[] lane);
  }

  private final Rounds rounds;
  private final float[] lane = new float[LANES];

  LaneSum(Rounds rounds) {
    this.rounds = rounds;
  }

  /** The sum of {@code count} values from {@code at} on. */
  float of(float[] x, int at, int count) {
    if (count <= BLOCK) {
      return block(x, at, count);
    }
    float[] sums = new float[(count + BLOCK - 1) / BLOCK];
    for (int b = 0; b < sums.length; b++) {
      sums[b] = block(x, at + b * BLOCK, Math.min(BLOCK, count - b * BLOCK));
    }
    return of(sums, 0, sums.length);
  }

  /** The sum of one block's values. */
  float block(float[] x, int at, int count) {
    int lanes = Math.min(LANES, count);
    if (lanes == 0) {
      return 0f;
    }
    int whole = count - count % LANES;
    if (whole > 0) {
      rounds.run(x, at, whole, lane);
    } else {
      System.arraycopy(x, at, lane, 0, lanes);
    }
    for (int i = Math.max(whole, LANES); i < count; i++) {
      lane[i - whole] += x[at + i];
    }
    for (int d = LANES / 2; d >= 1; d /= 2) {
      for (int l = 0; l < Math.min(d, lanes - d); l++) {
        lane[l] += lane[l + d];
      }
    }
    return lane[0];
  }

  /** In plain Java. */
  static void rounds(float[] x, int at, int count, float[] lane) {
    System.arraycopy(x, at, lane, 0, LANES);
    for (int i = LANES; i < count; i += LANES) {
      for (int l = 0; l < LANES; l++) {
        lane[l] += x[at + i + l];
      }
    }
  }
}
