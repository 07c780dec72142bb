// Numerics: the prelude that every family is compiled after.     numerics.md: "Arithmetic"
// No contraction, one spelling of the fused multiply-add, and that operation in integers.
//
// macro        meaning                                         default      allowed
// EMULATE_FMA  FMA is exact_fma instead of the built-in fma    not defined  defined or not
//
// FMA(a, b, c)  a b + c rounded once, to nearest, ties to even. Every product that feeds a sum is
//               written with it. EMULATE_FMA is for devices whose fma is not exact or loses
//               subnormals; it changes speed, never a bit.
//
// exact_fma and round_scaled use integers alone: they rely neither on double nor on how the device
// rounds, contracts or flushes.
//
// Entry points: none.

#pragma OPENCL FP_CONTRACT OFF

#define SIGN_BIT 0x80000000u
#define INFINITY_BITS 0x7f800000u
#define NAN_BITS 0x7fc00000u

// The bits of the float nearest to v 2^e, ties to even, for v > 0. A v that is itself cut short has
// its last bit set, and at least 26 bits: then no tie is taken for one, or overlooked.
uint round_scaled(ulong v, int e) {
  int zeros = (int)clz(v);
  v <<= zeros;
  int exponent = e - zeros + 63;  // v is now 1.… times 2^exponent
  int cut = 40;                   // of 64 bits 24 stay
  uint biased = (uint)(exponent + 126) << 23;
  if (exponent > 127) return INFINITY_BITS;
  if (exponent < -126) {  // subnormal: fewer stay
    cut += -126 - exponent;
    biased = 0;
  }
  if (cut > 64) return 0;
  ulong kept = cut == 64 ? 0 : v >> cut;
  ulong rest = v << (64 - cut);
  ulong half_unit = 1ul << 63;
  uint up = rest > half_unit || (rest == half_unit && (kept & 1) != 0);
  return biased + (uint)kept + up;  // the leading bit, or a carry, raises the exponent by one
}

// a b + c where one of them is infinite or NaN.
uint fma_not_finite(uint a, uint b, uint c) {
  uint a_abs = a & ~SIGN_BIT, b_abs = b & ~SIGN_BIT, c_abs = c & ~SIGN_BIT;
  uint sign = (a ^ b) & SIGN_BIT;
  bool is_nan = a_abs > INFINITY_BITS || b_abs > INFINITY_BITS || c_abs > INFINITY_BITS;
  bool is_infinite = a_abs == INFINITY_BITS || b_abs == INFINITY_BITS;
  if (is_nan || (is_infinite && (a_abs == 0 || b_abs == 0))) return NAN_BITS;
  if (!is_infinite) return c;
  return c_abs == INFINITY_BITS && c != (sign | INFINITY_BITS) ? NAN_BITS : sign | INFINITY_BITS;
}

// A finite float's magnitude is its significand times 2^(exponent - 150).
uint significand_of(uint bits) {
  return (bits & 0x7fffffu) | ((bits & INFINITY_BITS) != 0 ? 0x800000u : 0);
}

int exponent_of(uint bits) {
  return max((int)(bits >> 23 & 0xff), 1);
}

// a b + c, rounded once. The product, exact in 48 bits, and c are both moved up to bit 61; the
// smaller is then moved down, and the bits that fall off are kept as one. Rounding that to odd
// does not disturb the final rounding, 36 bits further up; and where the difference cancels
// more than one bit, none had fallen off.
float exact_fma(float a_float, float b_float, float c_float) {
  uint a = as_uint(a_float), b = as_uint(b_float), c = as_uint(c_float);
  uint sign = (a ^ b) & SIGN_BIT, c_sign = c & SIGN_BIT;
  if ((a & INFINITY_BITS) == INFINITY_BITS || (b & INFINITY_BITS) == INFINITY_BITS
      || (c & INFINITY_BITS) == INFINITY_BITS) {
    return as_float(fma_not_finite(a, b, c));
  }
  ulong product = (ulong)significand_of(a) * significand_of(b);
  ulong addend = significand_of(c);
  if (product == 0) return as_float(addend != 0 || sign == c_sign ? c : 0);
  int e = exponent_of(a) + exponent_of(b) - 300;
  if (addend == 0) return as_float(sign | round_scaled(product, e));

  int shift = (int)clz(product) - 2, c_shift = (int)clz(addend) - 2;
  ulong larger = product << shift, smaller = addend << c_shift;
  e -= shift;
  int distance = e - (exponent_of(c) - 150 - c_shift);
  if (distance < 0 || (distance == 0 && larger < smaller)) {
    ulong swapped = larger;
    larger = smaller;
    smaller = swapped;
    e -= distance;
    distance = -distance;
    uint swapped_sign = sign;
    sign = c_sign;
    c_sign = swapped_sign;
  }
  int down = min(distance, 63);
  ulong fallen = smaller << (63 - down) << 1;
  smaller = smaller >> down | (fallen != 0);
  ulong sum = sign == c_sign ? larger + smaller : larger - smaller;
  return as_float(sum == 0 ? 0 : sign | round_scaled(sum, e));
}

// For what a loop must not call if it is to become vectors. It returns no struct: Oclgrind 21.10 does
// not know what LLVM then puts in.
#define INLINED __attribute__((always_inline))

#ifdef EMULATE_FMA
#define FMA(a, b, c) exact_fma(a, b, c)
#else
#define FMA(a, b, c) fma(a, b, c)
#endif
