// Random numbers by Philox4x32-10.               numerics.md: "Random numbers"
// key: seed's low word, its high word, step, stream + 256 * shard, from key0 on.
// y: n elements from y0 on, those of a block of four words by one work-item, blocks in runs.
//
// J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, Parallel Random Numbers: As Easy as 1, 2, 3,
// SC 2011.
//
// Entry points: draw_uniform, draw_integers.

#define WORDS 4

// Ten rounds, each two products of 32 by 32 bits; the key grows by a Weyl sequence.
uint4 philox(uint4 counter, uint2 key) {
  for (int round = 0; round < 10; round++) {
    const uint low0 = 0xD2511F53u * counter.x;
    const uint high0 = mul_hi(0xD2511F53u, counter.x);
    const uint low1 = 0xCD9E8D57u * counter.z;
    const uint high1 = mul_hi(0xCD9E8D57u, counter.z);
    counter = (uint4)(high1 ^ counter.y ^ key.x, low1, high0 ^ counter.w ^ key.y, low0);
    key += (uint2)(0x9E3779B9u, 0xBB67AE85u);
  }
  return counter;
}

// Puts of(word) in the place of each word of the blocks that fall to a work-item.
#define DRAW(of)                                                                           \
  key += key0;                                                                             \
  y += y0;                                                                                 \
  const uint2 seed = (uint2)((uint)key[0], (uint)key[1]);                                  \
  EACH_ELEMENT(block, (n + WORDS - 1) / WORDS) {                                           \
    const int i = block * WORDS;                                                           \
    const uint4 counter = (uint4)((uint)block, (uint)ordinal, (uint)key[2], (uint)key[3]); \
    const uint4 words = philox(counter, seed);                                             \
    y[i] = of(words.x);                                                                    \
    if (i + 1 < n) y[i + 1] = of(words.y);                                                 \
    if (i + 2 < n) y[i + 2] = of(words.z);                                                 \
    if (i + 3 < n) y[i + 3] = of(words.w);                                                 \
  }

#define UNIFORM(word) ((float)((word) >> 8) * 0x1p-24f)
#define INTEGER(word) (low + (int)mul_hi(word, range))

__kernel void draw_uniform(__global const int *key, const int key0, __global float *y,
                           const int y0, const int ordinal, const int n) {
  DRAW(UNIFORM)
}

__kernel void draw_integers(__global const int *key, const int key0, __global int *y,
                            const int y0, const int ordinal, const int low, const uint range,
                            const int n) {
  DRAW(INTEGER)
}
