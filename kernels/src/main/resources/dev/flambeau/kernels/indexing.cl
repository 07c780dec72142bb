// Indexing: where the elements of a strided operand lie.     numerics.md: "Elementwise", "Reductions", "Contractions"
// Compiled after numerics.cl and before the families.
//
// A shape of up to 8 axes is an int8, outermost first, padded with ones in front; strides are an
// int8 beside it, 0 along an axis that is stretched.
//
// LANES and REDUCTION_BLOCK are the reduction rule's: lanes of a block, and values in one. LEAF is
// the contraction rule's: how many k are one chain.
//
// Entry points: none.

#define LANES 32
#define REDUCTION_BLOCK 1024
#define LEAF 1024

// Where element number i, in row-major order of sizes, lies.
int strided(int i, const int8 sizes, const int8 strides) {
  uint rest = (uint)i;
  int at = (int)(rest % (uint)sizes.s7) * strides.s7;
  rest /= (uint)sizes.s7;
  at += (int)(rest % (uint)sizes.s6) * strides.s6;
  rest /= (uint)sizes.s6;
  at += (int)(rest % (uint)sizes.s5) * strides.s5;
  rest /= (uint)sizes.s5;
  at += (int)(rest % (uint)sizes.s4) * strides.s4;
  rest /= (uint)sizes.s4;
  at += (int)(rest % (uint)sizes.s3) * strides.s3;
  rest /= (uint)sizes.s3;
  at += (int)(rest % (uint)sizes.s2) * strides.s2;
  rest /= (uint)sizes.s2;
  at += (int)(rest % (uint)sizes.s1) * strides.s1;
  rest /= (uint)sizes.s1;
  return at + (int)rest * strides.s0;
}
