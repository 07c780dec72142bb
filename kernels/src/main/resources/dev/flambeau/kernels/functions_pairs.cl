// Elementary functions, fast phase in pairs of floats.     numerics.md: "Elementary functions"
// branchless_NAME of functions.cl for every device, by the arithmetic of pairs.cl and the tables of
// functions_tables.cl: on many GPUs a double is 32 or 64 times as dear as a float, on others it is not to
// be had.
//
// The result is hi + lo, a pair of floats, with a relative error below some 2^-34 to 2^-43. The error
// was measured, what the rounding test allows is larger.
//
//                              exp      log      tanh     sigmoid  expm1    log1p    erf      sin, cos
// error of the fast phase      2^-43.3  2^-37.8  2^-36.8  2^-43.1  2^-37.0  2^-37.5  2^-34.5  2^-36.7
// error that the test allows   2^-42    2^-37    2^-36    2^-41    2^-36    2^-36    2^-34    2^-36
// of those tested, undecided   2^-16.8  2^-12.5  2^-11.4  2^-16.4  2^-11.1  2^-11.5  2^-9.5   2^-11.5
//
// Angles beyond 2048 are left to the slow phase.
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
// Sources: P. T. P. Tang's table-driven exp and log, ACM TOMS 15 (1989) and 16 (1990).
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

// erf(NaN) = NaN, erf(+-inf) = +-1, erf(+-0) = +-0.
//
// Taylor's series at the nearest c of the table, with h = |x| - c, |h| <= 1/64: the derivative times h - c
// h^2 in pairs, times (2 c^2 - 1)/3 h^3 + (c/2 - c^3/3) h^4 + (2 c^4/15 - 2 c^2/5 + 1/10) h^5 in float.
INLINED float branchless_erf(float x, int *undecided) {
  const uint bits = as_uint(x), magnitude = bits & ~SIGN_BIT, sign = bits & SIGN_BIT;
  const int is_large = magnitude >= 0x40800000u;  // 4
  const float a = is_large ? 4.0f : as_float(magnitude);
  const float shifted = FMA(a, 32.0f, ROUND_TO_INTEGER);
  const float c = (shifted - ROUND_TO_INTEGER) * 0.03125f, h = a - c, c2 = c * c;
  const int j = (int)(as_uint(shifted) - as_uint(ROUND_TO_INTEGER));

  const float slope = ERF_SLOPE_HI[j];
  const pair first = product_of(slope, h), ch = product_of(c, h);
  const pair second = product_of(first.hi, ch.hi);
  const float fourth = c * FMA(c2, -0x1.555556p-2f, 0.5f);
  const float fifth = FMA(c2, FMA(c2, 0x1.111112p-3f, -0x1.99999ap-2f), 0x1.99999ap-4f);
  const float third = FMA(h, FMA(h, fifth, fourth), FMA(c2, 0x1.555556p-1f, -0x1.555556p-2f));
  const pair with_first = sum_of_ordered(ERF_HI[j], first.hi);
  pair y = sum_of_ordered(with_first.hi, -second.hi);
  const float of_first = FMA(ERF_SLOPE_LO[j], h, FMA(-first.lo, ch.hi, first.lo));
  const float of_second = FMA(first.hi, FMA(h * h, third, -ch.lo), -second.lo);
  y = sum_of_ordered(y.hi, (with_first.lo + y.lo) + (ERF_LO[j] + (of_first + of_second)));

  const int is_tiny = magnitude < 0x12800000u;  // 2^-90
  *undecided |= ((is_undecided(y, 0x1p-34f) & !is_large) | is_tiny) & (magnitude != 0);
  const uint result = is_large ? 0x3f800000u : magnitude == 0 ? 0 : as_uint(y.hi);
  return as_float(magnitude > INFINITY_BITS ? NAN_BITS : sign | result);
}

#define STEPS_PER_PI 0x1.45f306p+5f  // 128 / pi = 40.743665
#define STEP_HI 0x1.921fb6p-6f       // pi / 128 in three parts; x less n times the first is exact by FMA
#define STEP_MID -0x1.777a5cp-31f
#define STEP_LO -0x1.ee59dap-56f

// The sine of x and some steps of pi / 128, 64 of which are a quarter of a turn, for |x| <= 2048. x = n pi
// / 128 + r, |r| <= 0.0123 as a pair; of n the lower bits are a table's j, the upper ones the quarter. The
// sine or cosine of both is u cos r + v sin r, with 1 - r^2/2 and r in pairs, r^4/24, -r^3/6 and r^5/120 in
// float.
INLINED void circular_of(float x, int steps, pair *result, uint *sign) {
  const float shifted = FMA(x, STEPS_PER_PI, ROUND_TO_INTEGER);
  const float n = shifted - ROUND_TO_INTEGER;
  steps += (int)(as_uint(shifted) - as_uint(ROUND_TO_INTEGER));
  const pair middle = product_of(n, STEP_MID);
  pair r = sum_of(FMA(-n, STEP_HI, x), -middle.hi);
  r.lo = FMA(-n, STEP_LO, r.lo - middle.lo);

  const int j = steps & 63, is_odd = steps >> 6 & 1;
  const int of_u = is_odd ? 64 - j : j, of_v = 64 - of_u;
  const float u = SIN_HI[of_u], v = is_odd ? -SIN_HI[of_v] : SIN_HI[of_v];
  const float v_lower = is_odd ? -SIN_LO[of_v] : SIN_LO[of_v];
  const pair first = product_of(v, r.hi), square = product_of(r.hi, r.hi);
  const pair second = product_of(-0.5f * u, square.hi);
  const pair with_first = sum_of_ordered(u, first.hi);
  pair y = sum_of_ordered(with_first.hi, second.hi);
  const float odd = FMA(square.hi, 0x1.111112p-7f, -0x1.555556p-3f) * square.hi * r.hi;
  const float even = FMA(square.hi * square.hi, 0x1.555556p-5f, FMA(-r.hi, r.lo, -0.5f * square.lo));
  const float lower = FMA(v, odd + r.lo, FMA(v_lower, r.hi, first.lo));
  const float of_u_lower = FMA(u, even, FMA(SIN_LO[of_u], -0.5f * square.hi, SIN_LO[of_u]));
  *result = sum_of_ordered(y.hi, (with_first.lo + y.lo) + ((second.lo + lower) + of_u_lower));
  *sign = (uint)(steps >> 7 & 1) << 31;
}

// sin(NaN) = NaN, sin(+-inf) = NaN, sin(+-0) = +-0.
INLINED float branchless_sin(float x, int *undecided) {
  const uint bits = as_uint(x), magnitude = bits & ~SIGN_BIT;
  const int is_small = magnitude < 0x39800000u, is_far = magnitude > 0x45000000u;  // 2^-12, 2048
  const int is_finite = magnitude < INFINITY_BITS;
  pair y;
  uint sign;
  circular_of(is_far ? 0.0f : x, 0, &y, &sign);
  *undecided |= (is_undecided(y, 0x1p-36f) | is_far) & !is_small & is_finite;
  const uint result = is_small ? bits : sign ^ as_uint(y.hi);
  return as_float(is_finite ? result : NAN_BITS);
}

// cos(NaN) = NaN, cos(+-inf) = NaN, cos(+-0) = 1.
INLINED float branchless_cos(float x, int *undecided) {
  const uint magnitude = as_uint(x) & ~SIGN_BIT;
  const int is_small = magnitude < 0x39000000u, is_far = magnitude > 0x45000000u;  // 2^-13, 2048
  const int is_finite = magnitude < INFINITY_BITS;
  pair y;
  uint sign;
  circular_of(is_far ? 0.0f : x, 64, &y, &sign);
  *undecided |= (is_undecided(y, 0x1p-36f) | is_far) & !is_small & is_finite;
  const uint result = is_small ? 0x3f800000u : sign ^ as_uint(y.hi);
  return as_float(is_finite ? result : NAN_BITS);
}

#endif
