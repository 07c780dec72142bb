// Elementary functions, fast phase in pairs of floats.     numerics.md: "Elementary functions"
// branchless_NAME of functions.cl for every device, by the tables of functions_tables.cl: on many GPUs a
// double is 32 or 64 times as dear as a float, on others it is not to be had.
//
// The result is hi + lo, a pair of floats, with a relative error below some 2^-37 to 2^-43. The error
// was measured, what the rounding test allows is larger.
//
//                              exp      log      tanh     sigmoid  expm1    log1p
// error of the fast phase      2^-43.3  2^-37.8  2^-36.8  2^-43.1  2^-37.0  2^-37.5
// error that the test allows   2^-42    2^-37    2^-36    2^-41    2^-36    2^-36
// of those tested, undecided   2^-16.8  2^-12.5  2^-11.4  2^-16.4  2^-11.1  2^-11.5
//
// cos, erf and sin have no such phase yet: they are left to the slow one.
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

// erf(NaN) = NaN, erf(+-inf) = +-1, erf(+-0) = +-0. The slow phase decides all of |x| < 4.
INLINED float branchless_erf(float x, int *undecided) {
  const uint bits = as_uint(x), magnitude = bits & ~SIGN_BIT, sign = bits & SIGN_BIT;
  *undecided |= (magnitude != 0) & (magnitude < 0x40800000u);
  const uint result = magnitude == 0 ? bits : sign | 0x3f800000u;
  return as_float(magnitude > INFINITY_BITS ? NAN_BITS : result);
}

// sin(NaN) = NaN, sin(+-inf) = NaN, sin(+-0) = +-0. The slow phase decides all from 2^-12 on.
INLINED float branchless_sin(float x, int *undecided) {
  const uint magnitude = as_uint(x) & ~SIGN_BIT;
  *undecided |= (magnitude >= 0x39800000u) & (magnitude < INFINITY_BITS);
  return as_float(magnitude < INFINITY_BITS ? as_uint(x) : NAN_BITS);
}

// cos(NaN) = NaN, cos(+-inf) = NaN, cos(+-0) = 1. The slow phase decides all from 2^-12 on.
INLINED float branchless_cos(float x, int *undecided) {
  const uint magnitude = as_uint(x) & ~SIGN_BIT;
  *undecided |= (magnitude >= 0x39800000u) & (magnitude < INFINITY_BITS);
  return as_float(magnitude < INFINITY_BITS ? 0x3f800000u : NAN_BITS);
}

#endif
