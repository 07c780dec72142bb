package dev.flambeau.opencl.tuning;

/** Numbers of many magnitudes, the same in every run. */
final class Values {
  private Values() {}

  static float[] random(int count, int seed) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      int bits = hash(i + seed * 0x9e3779b9);
      values[i] = Math.scalb((bits >> 8) * 0x1p-23f, hash(bits) % 10);
    }
    return values;
  }

  /** Each bit depends on each (C. Wellons, Prospecting for Hash Functions, 2018). */
  static int hash(int x) {
    int y = (x ^ x >>> 16) * 0x7feb352d;
    y = (y ^ y >>> 15) * 0x846ca68b;
    return y ^ y >>> 16;
  }
}
