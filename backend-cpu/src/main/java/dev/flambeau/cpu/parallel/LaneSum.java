package dev.flambeau.cpu.parallel;

/**
 * The sum of numerics.md, "Reductions", of values that lie one behind the other; the scratch of one
 * thread.
 */
final class LaneSum {
  /** So many values make one sum before it is added to others. */
  static final int BLOCK = 1024;

  private static final int LANES = 32;

  private final float[] lane = new float[LANES];

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
    System.arraycopy(x, at, lane, 0, lanes);
    int whole = count - count % LANES;
    for (int i = LANES; i < whole; i += LANES) {
      for (int l = 0; l < LANES; l++) {
        lane[l] += x[at + i + l];
      }
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
}
