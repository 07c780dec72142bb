package dev.flambeau.op;

/**
 * A sequence of random numbers that can be entered anywhere and is the same everywhere:
 * Philox4x32-10, keyed as docs/numerics.md, "Random numbers", says.
 *
 * @param seed the user's seed: the key
 * @param stream what the numbers are for: one of the constants here
 * @param op which of several uses within the stream
 * @param step which step, or epoch
 * @see "J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw: Parallel Random Numbers: As Easy as 1,
 *     2, 3, SC 2011"
 */
public record Philox(long seed, int stream, int op, int step) {
  /** Initial weights; op is the parameter's place in its model. */
  public static final int WEIGHTS = 0;

  /** Shuffles; op is 0 and step the epoch for a loader's, op is 1 for a dataset's own. */
  public static final int SHUFFLES = 1;

  /** Training data that is made, not read; step is the training step. */
  public static final int TRAINING_DATA = 2;

  /** Test data that is made, not read. */
  public static final int TEST_DATA = 3;

  /** Draws of a training step, as dropout's; op is the draw's ordinal in the step. */
  public static final int DRAWS = 4;

  /** Changes of pictures; op is the example's index, step the epoch. */
  public static final int PICTURES = 5;

  /** Words of a block, which are computed together. */
  public static final int WORDS = 4;

  private static final int ROUNDS = 10;
  private static final long MULTIPLIER_0 = 0xD2511F53L;
  private static final long MULTIPLIER_1 = 0xCD9E8D57L;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;

  /** Number {@code i} of the sequence, 32 random bits. */
  public int word(long i) {
    int[] words = new int[WORDS];
    block((int) (i / WORDS), words);
    return words[(int) (i % WORDS)];
  }

  /** The numbers of a block, from {@code 4 · number} on. */
  public void block(int number, int[] words) {
    words[0] = number;
    words[1] = op;
    words[2] = step;
    words[3] = stream;
    permute(words, (int) seed, (int) (seed >>> Integer.SIZE));
  }

  /** Number {@code i} as a uniform in [0, 1): a multiple of 2⁻²⁴. */
  public float uniform(long i) {
    return toUniform(word(i));
  }

  /** Fills an array with numbers of a uniform distribution on [−bound, bound), from number 0 on. */
  public void fill(float[] values, float bound) {
    int[] words = new int[WORDS];
    for (int i = 0; i < values.length; i++) {
      if (i % WORDS == 0) {
        block(i / WORDS, words);
      }
      values[i] = Math.fma(2 * bound, toUniform(words[i % WORDS]), -bound);
    }
  }

  /** A word as a uniform in [0, 1). */
  public static float toUniform(int word) {
    return (word >>> 8) * 0x1p-24f;
  }

  /**
   * One block, in place: ten rounds, each two products of 32 by 32 bits; the key grows by a Weyl
   * sequence.
   */
  static void permute(int[] counter, int key0, int key1) {
    for (int round = 0; round < ROUNDS; round++) {
      long product0 = MULTIPLIER_0 * (counter[0] & 0xFFFFFFFFL);
      long product1 = MULTIPLIER_1 * (counter[2] & 0xFFFFFFFFL);
      counter[0] = (int) (product1 >>> 32) ^ counter[1] ^ key0;
      counter[1] = (int) product1;
      counter[2] = (int) (product0 >>> 32) ^ counter[3] ^ key1;
      counter[3] = (int) product0;
      key0 += WEYL_0;
      key1 += WEYL_1;
    }
  }
}
