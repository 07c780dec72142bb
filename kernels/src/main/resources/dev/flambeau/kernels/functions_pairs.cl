// Elementary functions, fast phase in pairs of floats.     numerics.md: "Elementary functions"
// branchless_NAME of functions.cl for every device: on many GPUs a double is 32 or 64 times as dear as
// a float, on others it is not to be had.
//
// The result is hi + lo, a pair of floats, with a relative error below some 2^-37 to 2^-43. The error
// was measured, what the rounding test allows is larger.
//
//                              exp      log      tanh     sigmoid  expm1    log1p
// error of the fast phase      2^-43.3  2^-37.8  2^-36.8  2^-43.1  2^-37.0  2^-37.5
// error that the test allows   2^-42    2^-37    2^-36    2^-41    2^-36    2^-36
// of those tested, undecided   2^-16.8  2^-12.5  2^-11.4  2^-16.4  2^-11.1  2^-11.5
//
// macro    meaning                                       default      allowed
// DOUBLES  left out, for functions_doubles.cl is here    not defined  defined or not
//
// What it relies on: + - x and FMA correctly rounded where operands and result are normal, and a
// product in a pair not contracted with a sum. What it does not: subnormals may be flushed, since
// arguments and results travel as bits, small arguments are settled apart, and an intermediate so
// small is below 2^-70 of the result; and a division may be off by 2^-20, since its remainder is
// taken exactly.
//
// Sources: P. T. P. Tang's table-driven exp and log, ACM TOMS 15 (1989) and 16 (1990); sums and
// products in pairs by T. J. Dekker (1971) and D. E. Knuth.
//
// Entry points: none.

#ifndef DOUBLES

// 2^(j / 32) as pairs.
__constant float EXP2_HI[32] = {
    0x1p+0f, 0x1.059b0ep+0f, 0x1.0b5586p+0f, 0x1.11301ep+0f,
    0x1.172b84p+0f, 0x1.1d4874p+0f, 0x1.2387a6p+0f, 0x1.29e9ep+0f,
    0x1.306fep+0f, 0x1.371a74p+0f, 0x1.3dea64p+0f, 0x1.44e086p+0f,
    0x1.4bfdaep+0f, 0x1.5342b6p+0f, 0x1.5ab07ep+0f, 0x1.6247ecp+0f,
    0x1.6a09e6p+0f, 0x1.71f75ep+0f, 0x1.7a1148p+0f, 0x1.82589ap+0f,
    0x1.8ace54p+0f, 0x1.93737cp+0f, 0x1.9c4918p+0f, 0x1.a5503cp+0f,
    0x1.ae89fap+0f, 0x1.b7f77p+0f, 0x1.c199bep+0f, 0x1.cb720ep+0f,
    0x1.d5818ep+0f, 0x1.dfc974p+0f, 0x1.ea4afap+0f, 0x1.f50766p+0f,
};

__constant float EXP2_LO[32] = {
    0.0f, -0x1.9d4f52p-25f, 0x1.9f3122p-25f, -0x1.fdb496p-25f,
    -0x1.c15742p-27f, -0x1.d2e8cap-25f, 0x1.ceac48p-25f, -0x1.5c0424p-25f,
    0x1.4636e2p-25f, -0x1.18aac6p-25f, 0x1.824684p-25f, 0x1.8624b4p-30f,
    -0x1.593abcp-25f, -0x1.2c561p-25f, -0x1.5bd5ecp-27f, -0x1.f8b55p-25f,
    0x1.9fcef4p-26f, 0x1.1d8beep-25f, -0x1.829fdp-25f, -0x1.accc7cp-26f,
    0x1.15506ep-27f, -0x1.e64744p-25f, 0x1.51f848p-27f, -0x1.b83b54p-25f,
    -0x1.a94b14p-26f, -0x1.a09438p-25f, -0x1.3d56b2p-27f, -0x1.8837ccp-27f,
    -0x1.822dbcp-27f, -0x1.908c94p-25f, 0x1.52486cp-27f, -0x1.246ebp-26f,
};

// [0x1.66p-1, 0x1.66p+0) is cut into 64 pieces by the upper bits of its floats. With c the middle
// of piece j: 1/c to a float, and minus the logarithm of that float as a pair. The piece that holds
// 1 has c = 1, so that nothing cancels around 1.
__constant float LOG_INVERSE[64] = {
    0x1.6c16c2p+0f, 0x1.681682p+0f, 0x1.642c86p+0f, 0x1.605816p+0f,
    0x1.5c9882p+0f, 0x1.58ed24p+0f, 0x1.555556p+0f, 0x1.51d07ep+0f,
    0x1.4e5e0ap+0f, 0x1.4afd6ap+0f, 0x1.47ae14p+0f, 0x1.446f86p+0f,
    0x1.414142p+0f, 0x1.3e22ccp+0f, 0x1.3b13b2p+0f, 0x1.381382p+0f,
    0x1.3521dp+0f, 0x1.323e34p+0f, 0x1.2f684cp+0f, 0x1.2c9fb4p+0f,
    0x1.29e412p+0f, 0x1.27350cp+0f, 0x1.24924ap+0f, 0x1.21fb78p+0f,
    0x1.1f7048p+0f, 0x1.1cf06ap+0f, 0x1.1a7b96p+0f, 0x1.181182p+0f,
    0x1.15b1e6p+0f, 0x1.135c82p+0f, 0x1.111112p+0f, 0x1.0ecf56p+0f,
    0x1.0c9714p+0f, 0x1.0a681p+0f, 0x1.08421p+0f, 0x1.0624dep+0f,
    0x1.041042p+0f, 0x1.020408p+0f, 0x1p+0f, 0x1.f81f82p-1f,
    0x1.f07c2p-1f, 0x1.e9131ap-1f, 0x1.e1e1e2p-1f, 0x1.dae608p-1f,
    0x1.d41d42p-1f, 0x1.cd8568p-1f, 0x1.c71c72p-1f, 0x1.c0e07p-1f,
    0x1.bacf92p-1f, 0x1.b4e81cp-1f, 0x1.af286cp-1f, 0x1.a98ef6p-1f,
    0x1.a41a42p-1f, 0x1.9ec8eap-1f, 0x1.99999ap-1f, 0x1.948b1p-1f,
    0x1.8f9c18p-1f, 0x1.8acb9p-1f, 0x1.861862p-1f, 0x1.818182p-1f,
    0x1.7d05f4p-1f, 0x1.78a4c8p-1f, 0x1.745d18p-1f, 0x1.702e06p-1f,
};

__constant float LOG_HI[64] = {
    -0x1.68ac86p-2f, -0x1.5d5bep-2f, -0x1.522ae2p-2f, -0x1.4718dcp-2f,
    -0x1.3c2526p-2f, -0x1.314f2p-2f, -0x1.269624p-2f, -0x1.1bf994p-2f,
    -0x1.1178e6p-2f, -0x1.071386p-2f, -0x1.f991c4p-3f, -0x1.e530eep-3f,
    -0x1.d10384p-3f, -0x1.bd0874p-3f, -0x1.a93ed8p-3f, -0x1.95a5b2p-3f,
    -0x1.823c18p-3f, -0x1.6f0124p-3f, -0x1.5bf408p-3f, -0x1.4913d2p-3f,
    -0x1.365fc6p-3f, -0x1.23d716p-3f, -0x1.1178eep-3f, -0x1.fe8912p-4f,
    -0x1.da7278p-4f, -0x1.b6ac7cp-4f, -0x1.9335e4p-4f, -0x1.700d3ep-4f,
    -0x1.4d3116p-4f, -0x1.2aa058p-4f, -0x1.08599ap-4f, -0x1.ccb726p-5f,
    -0x1.894a84p-5f, -0x1.466adap-5f, -0x1.0415c8p-5f, -0x1.849286p-6f,
    -0x1.0205a4p-6f, -0x1.01015p-7f, 0.0f, 0x1.fc0a8ap-7f,
    0x1.f8299p-6f, 0x1.77459cp-5f, 0x1.f0a30ap-5f, 0x1.341d74p-4f,
    0x1.6f0d28p-4f, 0x1.a926d8p-4f, 0x1.e27074p-4f, 0x1.0d77e8p-3f,
    0x1.29552cp-3f, 0x1.44d2b4p-3f, 0x1.5ff306p-3f, 0x1.7ab89p-3f,
    0x1.9525a8p-3f, 0x1.af3c92p-3f, 0x1.c8ff7ap-3f, 0x1.e27076p-3f,
    0x1.fb918cp-3f, 0x1.0a325p-2f, 0x1.1675cap-2f, 0x1.22941ep-2f,
    0x1.2e8e2cp-2f, 0x1.3a64c6p-2f, 0x1.4618bap-2f, 0x1.51aad8p-2f,
};

__constant float LOG_LO[64] = {
    0x1.d8e57cp-28f, 0x1.69a836p-28f, 0x1.31d70ap-28f, -0x1.71c41cp-30f,
    0x1.5999dp-27f, -0x1.fa6b9ap-27f, 0x1.d9648ep-27f, -0x1.2d35c6p-29f,
    -0x1.84fc9p-27f, 0x1.654f3cp-31f, 0x1.a62648p-30f, 0x1.0c77fap-30f,
    0x1.9aa19cp-31f, -0x1.877b16p-28f, -0x1.915b3ap-28f, -0x1.dee02cp-28f,
    -0x1.5468fp-29f, -0x1.dd5aaap-29f, 0x1.2af094p-29f, -0x1.cced5p-29f,
    -0x1.82b2p-28f, 0x1.b63e08p-31f, -0x1.13f22cp-30f, -0x1.3b7aacp-29f,
    -0x1.c2235p-31f, -0x1.35ab5ap-29f, -0x1.ab2932p-29f, 0x1.153f76p-32f,
    -0x1.481facp-30f, -0x1.1c5d18p-34f, 0x1.4c38ccp-29f, -0x1.776c94p-31f,
    0x1.6c09b4p-30f, 0x1.7a439p-30f, -0x1.3ce88p-30f, 0x1.cdcda2p-32f,
    0x1.db2a66p-32f, 0x1.4ee432p-32f, 0.0f, -0x1.e07f84p-32f,
    0x1.cf067p-31f, -0x1.cd22dcp-33f, 0x1.162a76p-37f, 0x1.86f478p-30f,
    -0x1.a35296p-29f, 0x1.495aaep-29f, 0x1.c55e5cp-29f, 0x1.9a11ccp-28f,
    0x1.07fd4cp-29f, -0x1.cd20b6p-29f, 0x1.4f27aap-32f, 0x1.043642p-29f,
    0x1.e8ad7p-32f, -0x1.dfdp-29f, 0x1.e6a68ap-29f, -0x1.d50d1ap-31f,
    -0x1.50e0dep-30f, 0x1.4e721ep-27f, -0x1.0a8b3ep-27f, 0x1.b3de5ap-28f,
    -0x1.1ee2dp-30f, -0x1.a5ae86p-28f, 0x1.0e2f66p-29f, -0x1.e903eap-29f,
};

#define ROUND_TO_INTEGER 0x1.8p23f     // added and taken off again; its lowest bits are the integer
#define PIECES_PER_LN2 0x1.715476p+5f  // 32 / ln 2 = 46.166241
#define PIECE_HI 0x1.62e43p-6f         // ln 2 / 32 in three parts; n <= 2^13 times the first two
#define PIECE_MID -0x1.05cp-34f        // are exact by FMA and as a product
#define PIECE_LO -0x1.8432a2p-48f
#define LN2_HI 0x1.62e4p-1f            // 16 bits: |k| <= 150 times it is exact
#define LN2_LO 0x1.7f7d1cp-20f

typedef struct { float hi, lo; } pair;

// a + b exactly, for |a| >= |b| or a = 0.
pair sum_of_ordered(float a, float b) {
  pair sum;
  sum.hi = a + b;
  sum.lo = b - (sum.hi - a);
  return sum;
}

// a + b exactly.
pair sum_of(float a, float b) {
  pair sum;
  sum.hi = a + b;
  float b_part = sum.hi - a;
  sum.lo = (a - (sum.hi - b_part)) + (b - b_part);
  return sum;
}

// a b exactly.
pair product_of(float a, float b) {
  pair product;
  product.hi = a * b;
  product.lo = FMA(a, b, -product.hi);
  return product;
}

// n/d: the quotient of the upper parts, corrected by its remainder over all parts.
pair quotient_of(pair n, pair d) {
  float inverse = 1.0f / d.hi;
  float first = n.hi * inverse;
  pair back = product_of(first, d.hi);
  float remainder = ((n.hi - back.hi) - back.lo) + FMA(-first, d.lo, n.lo);
  return sum_of_ordered(first, remainder * inverse);
}

// Whether hi + lo (1 + or - error hi) may round to different floats.
int is_undecided(pair y, float error) {
  return y.hi + FMA(-error, y.hi, y.lo) != y.hi + FMA(error, y.hi, y.lo);
}

// e^z = 2^k (upper + lower), where upper = first + second is the table's value and its product
// with the greater part of e^r - 1; they stay apart for tanh, which takes 1 from the first.
typedef struct { int k; float first, second, lower; } power;

// For 2^-26 <= |z| <= 104. z = (32 k + j) ln 2 / 32 + r, |r| <= 0.0109 as a pair;
// e^r - 1 = r + r^2/2 in pairs, + r^3/6 + r^4/24 + r^5/120 in float.
INLINED void power_of_e(float z, power *y) {
  float shifted = FMA(z, PIECES_PER_LN2, ROUND_TO_INTEGER);
  float n = shifted - ROUND_TO_INTEGER;
  int pieces = (int)(as_uint(shifted) - as_uint(ROUND_TO_INTEGER));
  int j = pieces & 31;

  pair r = sum_of(FMA(-n, PIECE_HI, z), -(n * PIECE_MID));
  r.lo = FMA(-n, PIECE_LO, r.lo);
  pair square = product_of(r.hi, r.hi);
  float tail = FMA(r.hi, FMA(r.hi, 0x1.111112p-7f, 0x1.555556p-5f), 0x1.555556p-3f);
  float cube = r.hi * square.hi * tail;
  pair greater = sum_of_ordered(r.hi, 0.5f * square.hi);
  float smaller = greater.lo + (FMA(r.hi, r.lo, r.lo) + FMA(0.5f, square.lo, cube));

  float table = EXP2_HI[j], table_lower = EXP2_LO[j];
  pair product = product_of(table, greater.hi);
  y->k = pieces >> 5;
  y->first = table;
  y->second = product.hi;
  y->lower = product.lo + FMA(table, smaller, FMA(table_lower, greater.hi, table_lower));
}

// 2^k for a normal float.
float power_of_two(int k) {
  return as_float((uint)(k + 127) << 23);
}

// exp(NaN) = NaN, exp(+inf) = +inf, exp(-inf) = +0, exp(+-0) = 1.
INLINED float branchless_exp(float x, int *undecided) {
  const uint bits = as_uint(x), magnitude = bits & ~SIGN_BIT;
  const int negative = (bits & SIGN_BIT) != 0;
  power e;
  power_of_e(x, &e);
  pair y = sum_of_ordered(e.first, e.second);
  y = sum_of_ordered(y.hi, y.lo + e.lower);
  const int is_nan = magnitude > INFINITY_BITS, is_large = magnitude >= 0x42d00000u;  // 104
  const int is_small = magnitude < 0x32800000u;                                       // 2^-26
  // Below -87 and above 88.5 the result may be subnormal or infinite.
  const int is_outside = magnitude > (negative ? 0x42ae0000u : 0x42b10000u);
  *undecided |= (is_outside | is_undecided(y, 0x1p-42f)) & !(is_large | is_small);
  uint result = as_uint(y.hi) + ((uint)e.k << 23);
  result = is_small ? 0x3f800000u : result;
  result = is_large ? (negative ? 0 : INFINITY_BITS) : result;
  return as_float(is_nan ? NAN_BITS : result);
}

// expm1(NaN) = NaN, expm1(+inf) = +inf, expm1(-inf) = -1, expm1(+-0) = +-0.
INLINED float branchless_expm1(float x, int *undecided) {
  const uint bits = as_uint(x), magnitude = bits & ~SIGN_BIT;
  const int negative = (bits & SIGN_BIT) != 0;
  power e;
  power_of_e(x, &e);
  const float scale = power_of_two(clamp(e.k, -126, 127));
  const pair first = sum_of(scale * e.first, -1.0f);
  pair y = sum_of_ordered(first.hi, scale * e.second);
  y = sum_of_ordered(y.hi, FMA(scale, e.lower, y.lo + first.lo));
  const int is_nan = magnitude > INFINITY_BITS;
  const int is_large = magnitude >= (negative ? 0x41900000u : 0x42b20000u);  // -18, 89
  const int is_small = magnitude < 0x32800000u;                              // 2^-26
  const int may_be_infinite = !negative & (magnitude > 0x42b10000u);         // above 88.5
  *undecided |= (may_be_infinite | is_undecided(y, 0x1p-36f)) & !(is_large | is_small);
  uint result = is_small ? bits : as_uint(y.hi);
  result = is_large ? (negative ? 0xbf800000u : INFINITY_BITS) : result;
  return as_float(is_nan ? NAN_BITS : result);
}

// A normal float is m 2^k with m = c (1 + r) in piece j: offset has k in its upper bits, then j.
#define OFFSET_OF(bits) ((bits) - 0x3f330000u)
#define PIECE_OF(offset) ((int)((offset) >> 17 & 63))
#define FRACTION_OF(bits, offset) as_float((bits) - ((offset) & 0xff800000u))

// k ln 2 + ln c + ln(1 + r) = r - r^2/2 in pairs, + r^3/3 - r^4/4 + r^5/5 - r^6/6 in float.
INLINED void logarithm_of(float k, int j, pair r, pair *result) {
  const pair square = product_of(r.hi, r.hi);
  const float tail = FMA(r.hi, FMA(r.hi, -0x1.555556p-3f, 0x1.99999ap-3f), -0.25f);
  const float cube = r.hi * square.hi * FMA(r.hi, tail, 0x1.555556p-2f);

  const pair table = sum_of_ordered(k * LN2_HI, LOG_HI[j]);
  const pair with_r = sum_of(table.hi, r.hi);
  const pair y = sum_of_ordered(with_r.hi, -0.5f * square.hi);
  const float of_r = cube + FMA(-0.5f, square.lo, FMA(-r.hi, r.lo, r.lo));
  const float of_table = table.lo + FMA(k, LN2_LO, LOG_LO[j]);
  *result = sum_of_ordered(y.hi, (with_r.lo + y.lo) + (of_table + of_r));
}

// log(NaN) = NaN, log(x) = NaN for x < 0, log(+-0) = -inf, log(+inf) = +inf, log(1) = +0. r is exact.
INLINED float branchless_log(float x, int *undecided) {
  const uint bits = as_uint(x);
  const int is_subnormal = bits < 0x800000u;  // then its bits are x 2^149, an integer
  const uint normal = is_subnormal ? as_uint((float)(int)bits) : bits;
  const uint offset = OFFSET_OF(normal);
  const float k = (float)(((int)offset >> 23) - (is_subnormal ? 149 : 0));
  const int j = PIECE_OF(offset);
  const pair product = product_of(FRACTION_OF(normal, offset), LOG_INVERSE[j]);
  pair y;
  logarithm_of(k, j, sum_of_ordered(product.hi - 1.0f, product.lo), &y);

  const int is_special = bits - 1 >= INFINITY_BITS - 1, is_one = bits == 0x3f800000u;
  *undecided |= is_undecided(y, 0x1p-37f) & !(is_special | is_one);
  const uint special = (bits & ~SIGN_BIT) == 0 ? SIGN_BIT | INFINITY_BITS
      : bits == INFINITY_BITS                  ? INFINITY_BITS
                                               : NAN_BITS;
  const uint result = is_one ? 0 : as_uint(y.hi);
  return as_float(is_special ? special : result);
}

// log1p(NaN) = NaN, log1p(x) = NaN for x < -1, log1p(-1) = -inf, log1p(+inf) = +inf, log1p(+-0) = +-0.
// 1 + x as a pair, of which the lower part counts for r.
INLINED float branchless_log1p(float x, int *undecided) {
  const uint bits = as_uint(x);
  const pair u = sum_of(1.0f, x);
  const uint offset = OFFSET_OF(as_uint(u.hi));
  const int k = (int)offset >> 23, j = PIECE_OF(offset);
  const pair product = product_of(FRACTION_OF(as_uint(u.hi), offset), LOG_INVERSE[j]);
  const float lower = FMA(u.lo * power_of_two(-min(k, 126)), LOG_INVERSE[j], product.lo);
  pair y;
  logarithm_of((float)k, j, sum_of_ordered(product.hi - 1.0f, lower), &y);

  const int is_ordinary = (x > -1.0f) & (bits != INFINITY_BITS);
  const int is_small = (bits & ~SIGN_BIT) < 0x32800000u;  // 2^-26
  *undecided |= is_undecided(y, 0x1p-36f) & is_ordinary & !is_small;
  const uint special = x == -1.0f ? SIGN_BIT | INFINITY_BITS
      : bits == INFINITY_BITS     ? INFINITY_BITS
                                  : NAN_BITS;
  const uint result = is_small ? bits : as_uint(y.hi);
  return as_float(is_ordinary ? result : special);
}

// tanh(NaN) = NaN, tanh(+-inf) = +-1, tanh(+-0) = +-0. tanh |x| = (1 - E)/(1 + E), E = e^-2|x|.
INLINED float branchless_tanh(float x, int *undecided) {
  const uint bits = as_uint(x), magnitude = bits & ~SIGN_BIT, sign = bits & SIGN_BIT;
  power e;
  power_of_e(-2.0f * as_float(magnitude), &e);
  const float scale = power_of_two(e.k);
  const pair first = sum_of_ordered(-1.0f, scale * e.first);
  pair minus_n = sum_of_ordered(first.hi, scale * e.second);
  minus_n.lo = FMA(scale, e.lower, minus_n.lo + first.lo);
  pair d = sum_of_ordered(2.0f, minus_n.hi);
  d.lo += minus_n.lo;
  pair n;
  n.hi = -minus_n.hi;
  n.lo = -minus_n.lo;
  const pair y = quotient_of(n, d);

  const int is_nan = magnitude > INFINITY_BITS, is_large = magnitude >= 0x41110000u;  // 9.0625
  const int is_small = magnitude < 0x39800000u;                                       // 2^-12
  *undecided |= is_undecided(y, 0x1p-36f) & !(is_large | is_small);
  uint result = sign | as_uint(y.hi);
  result = is_small ? bits : result;
  result = is_large ? sign | 0x3f800000u : result;
  return as_float(is_nan ? NAN_BITS : result);
}

// sigmoid(NaN) = NaN, sigmoid(+inf) = 1, sigmoid(-inf) = +0, sigmoid(+-0) = 1/2.
// With E = e^-|x|: 1/(1 + E) for x > 0, E/(1 + E) for x < 0. Around 0 it is 1/2 + x/4 - x^3/48 and
// so on; 1/2 + x/4 may be a tie, which the third term breaks, and x times a little less than 1/4
// breaks to the same side.
INLINED float branchless_sigmoid(float x, int *undecided) {
  const uint bits = as_uint(x), magnitude = bits & ~SIGN_BIT;
  const int negative = (bits & SIGN_BIT) != 0;
  power e;
  power_of_e(-as_float(magnitude), &e);
  pair scaled = sum_of_ordered(e.first, e.second);  // E 2^-k
  scaled.lo += e.lower;
  const float scale = power_of_two(max(e.k, -60));  // below that, 1 + E is 1
  pair d = sum_of_ordered(1.0f, scaled.hi * scale);
  d.lo = FMA(scaled.lo, scale, d.lo);
  pair n;
  n.hi = negative ? scaled.hi : 1.0f;
  n.lo = negative ? scaled.lo : 0.0f;
  const pair y = quotient_of(n, d);

  const int is_nan = magnitude > INFINITY_BITS;
  const int is_large = magnitude >= (negative ? 0x42d00000u : 0x418b0000u);
  const int is_small = magnitude < 0x3a000000u;                         // 2^-11
  const int may_be_subnormal = negative & (magnitude > 0x42ae0000u);  // below -87
  *undecided |= (may_be_subnormal | is_undecided(y, 0x1p-41f)) & !(is_large | is_small);
  uint result = as_uint(y.hi) + (negative ? (uint)e.k << 23 : 0);
  result = is_small ? as_uint(FMA(x, 0x1.fffffep-3f, 0.5f)) : result;
  result = is_large ? (negative ? 0 : 0x3f800000u) : result;
  return as_float(is_nan ? NAN_BITS : result);
}

#endif
