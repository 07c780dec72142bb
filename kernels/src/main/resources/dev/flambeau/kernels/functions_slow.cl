// Elementary functions, last resort.     numerics.md: "Elementary functions"
// Each function from about 60 correct bits, for the arguments (one in thousands, or fewer) that the
// fast phase cannot decide: see functions.cl. Compiled after numerics.cl.
//
// Integers alone, so nothing here can be flushed, contracted or relaxed. Qn is a ulong that stands
// for itself times 2^-n. Arguments and results are the bits of floats; each function says which
// arguments it takes. The proof is the comparison of all 2^32 results with the oracle's.
//
// Sources: Taylor's series for 2^-f, Gregory's for the logarithm; ln 2 and log2 e to 96 bits.
//
// Entry points: none.

#define LOG2_E_UPPER 0xb8aa3b29ul              // Q95, bits 64 and up
#define LOG2_E_LOWER 0x5c17f0bbbe87fed0ul      // bits 63 to 0
#define LN2_UPPER 0xb17217f7d1cf79abul         // Q96, bits 32 and up
#define LN2_LOWER 0xc9e3b398ul                 // bits 31 to 0
#define LN2_ROUNDED 0xb17217f7d1cf79acul       // Q64
#define LOG2_E_ROUNDED 0xb8aa3b295c17f0bcul    // Q63
#define TWO_OVER_SQRT_PI 0x906eba8214db688dul  // Q63
#define PI_OVER_2 0xc90fdaa22168c235ul         // Q63
#define SQRT_TWO 0xb504f333f9de6484ul          // Q63

// 1/n! in Q63, n = 1 to 20. The next term is below 2^-65.
__constant ulong FACTORIAL_INVERSE[20] = {
    0x8000000000000000ul, 0x4000000000000000ul, 0x1555555555555555ul, 0x0555555555555555ul,
    0x0111111111111111ul, 0x002d82d82d82d82eul, 0x0006806806806807ul, 0x0000d00d00d00d01ul,
    0x0000171de3a556c7ul, 0x0000024fc9f6ef14ul, 0x00000035cc8acfebul, 0x000000047bb63bfeul,
    0x000000005849184ful, 0x00000000064e5d2aul, 0x00000000006b9fd0ul, 0x000000000006b9fdul,
    0x000000000000654bul, 0x00000000000005a1ul, 0x000000000000004cul, 0x0000000000000004ul,
};

// 1/(2 n + 1) in Q63, n = 0 to 15. The argument is at most 0.0295, so the next term is below 2^-86.
__constant ulong ODD_INVERSE[16] = {
    0x8000000000000000ul, 0x2aaaaaaaaaaaaaabul, 0x199999999999999aul, 0x1249249249249249ul,
    0x0e38e38e38e38e39ul, 0x0ba2e8ba2e8ba2e9ul, 0x09d89d89d89d89d9ul, 0x0888888888888889ul,
    0x0787878787878788ul, 0x06bca1af286bca1bul, 0x0618618618618618ul, 0x0590b21642c8590bul,
    0x051eb851eb851eb8ul, 0x04bda12f684bda13ul, 0x0469ee58469ee584ul, 0x0421084210842108ul,
};

// 1/n in Q63, n = 2 to 15.
__constant ulong INVERSE[14] = {
    0x4000000000000000ul, 0x2aaaaaaaaaaaaaabul, 0x2000000000000000ul, 0x199999999999999aul,
    0x1555555555555555ul, 0x1249249249249249ul, 0x1000000000000000ul, 0x0e38e38e38e38e39ul,
    0x0ccccccccccccccdul, 0x0ba2e8ba2e8ba2e9ul, 0x0aaaaaaaaaaaaaabul, 0x09d89d89d89d89d9ul,
    0x0924924924924925ul, 0x0888888888888889ul,
};

// 1/(2 n + 1)! and 1/(2 n + 2)! in Q63, n = 0 to 10.
__constant ulong SIN[11] = {
    0x8000000000000000ul, 0x1555555555555555ul, 0x0111111111111111ul, 0x0006806806806807ul,
    0x0000171de3a556c7ul, 0x00000035cc8acfebul, 0x000000005849184ful, 0x00000000006b9fd0ul,
    0x000000000000654bul, 0x000000000000004cul, 0x0000000000000000ul,
};

__constant ulong COS[11] = {
    0x4000000000000000ul, 0x0555555555555555ul, 0x002d82d82d82d82eul, 0x0000d00d00d00d01ul,
    0x0000024fc9f6ef14ul, 0x000000047bb63bfeul, 0x00000000064e5d2aul, 0x000000000006b9fdul,
    0x00000000000005a1ul, 0x0000000000000004ul, 0x0000000000000000ul,
};

// 4^n/(n! (2 n + 1)) in Q63, n = 0 to 33. The next term is below 2^-65.
__constant ulong ERF_OVER_X[34] = {
    0x8000000000000000ul, 0xaaaaaaaaaaaaaaabul, 0xcccccccccccccccdul, 0xc30c30c30c30c30cul,
    0x97b425ed097b425ful, 0x634c0634c0634c06ul, 0x3803803803803804ul, 0x1bbd779334ef0aacul,
    0x0c3d000c3d000c3dul, 0x04dddf1555a33347ul, 0x01c2e3054870b379ul, 0x0095b3988554f9d1ul,
    0x002de891c27d0bc2ul, 0x000d144f73f207baul, 0x00037aaefccb1a04ul, 0x0000de31287d8a12ul,
    0x0000342e742cff75ul, 0x00000b938e5f2c32ul, 0x0000026ef84221e4ul, 0x0000007c6d01cecdul,
    0x00000017abd72259ul, 0x000000044c91aaf4ul, 0x00000000bf35c09cul, 0x000000001fd6bebdul,
    0x00000000051702a1ul, 0x0000000000c84e4ful, 0x00000000001da746ul, 0x0000000000043bbdul,
    0x0000000000009563ul, 0x00000000000013e8ul, 0x0000000000000291ul, 0x0000000000000052ul,
    0x000000000000000aul, 0x0000000000000001ul,
};

// Taylor's series for e^(x^2) erfc(x) in (4 - x)/4, in Q63, n = 0 to 37. For x >= 2 the next term is
// below 2^-58.
__constant ulong ERFC_SCALED[38] = {
    0x118932bf08e15442ul, 0x10949227374319eaul, 0x0f4a097d19e3a58aul, 0x0dc5b1c1394f83f9ul,
    0x0c22bddf04a10c8dul, 0x0a794c0e1df62f81ul, 0x08dd09af78e49aecul, 0x075c9d1e60505e17ul,
    0x0601b2446250f352ul, 0x04d17beaa38c264cul, 0x03cd7ab8c8dc29acul, 0x02f4609107d16a8dul,
    0x0242f06a02c752fbul, 0x01b4c54c5b2c88caul, 0x0144f4d61161ce28ul, 0x00ee8984e1b07d14ul,
    0x00acd6a25f62a227ul, 0x007bab13c81a1491ul, 0x005769e10cf2c2d2ul, 0x003d0f7ddce3e7feul,
    0x002a2a384ce49155ul, 0x001ccb14aaa9a8a0ul, 0x0013731c8ee1527cul, 0x000cfff505434032ul,
    0x0008998a0cd2c30dul, 0x0005a1d09a2995f3ul, 0x0003a70ba0d03782ul, 0x0002589d994d7969ul,
    0x00017e349ade901dul, 0x0000f10118c1016ful, 0x0000969d5796fe97ul, 0x00005d4e32c002eful,
    0x0000394f24d6fba8ul, 0x000022e7cf6d9a73ul, 0x00001515f608d3f6ul, 0x00000ca29adfcb6bul,
    0x00000782fbb2b243ul, 0x0000046e602700fful,
};

// The upper of two words that are shifted left together, by up to 63. By a product: of two shifts
// compilers make a funnel shift, which Oclgrind does not know.
ulong upper_of(const ulong upper, const ulong lower, const int left) {
  return upper << left | mul_hi(lower, 1UL << left);
}

// The sum of count terms c[n] x^n, with alternating signs or without, for x in Q64 and c in Q63.
ulong slow_series(__constant ulong *c, int count, ulong x, bool alternates) {
  ulong sum = c[count - 1];
  for (int n = count - 2; n >= 0; n--) {
    ulong term = mul_hi(x, sum);
    sum = alternates ? c[n] - term : c[n] + term;
  }
  return sum;
}

// m 2^(e - 23) with a term more or less that is smaller by far, and so has bits below those of 64: it is
// term 2^(e - 62 - right). They count: for small arguments there are results so near to the middle
// between two floats that 64 bits do not tell.
uint slow_near(uint m, int e, ulong term, int right, bool is_more) {
  ulong upper = right < 64 ? term >> right : 0;
  ulong rest = right < 64 ? term << (64 - right) : term;
  ulong sum = (ulong)m << 39;
  sum = is_more ? sum + upper : sum - upper - (rest != 0);
  return round_scaled(sum | (rest != 0), e - 62);
}

// z = m 2^(e - 23) is split: z log2 e = whole + fraction 2^-64. Takes m < 2^24, -54 < e < 8.
typedef struct { int whole; ulong fraction; } slow_power;

slow_power slow_split(uint m, int e) {
  ulong lower = m * LOG2_E_LOWER;  // the product is Q118: upper, lower
  ulong upper = m * LOG2_E_UPPER + mul_hi((ulong)m, LOG2_E_LOWER);
  int left = e + 10;
  slow_power power;
  power.whole = left > 0 ? (int)(upper >> (64 - left)) : 0;
  power.fraction = left > 0 ? upper_of(upper, lower, left) : upper >> -left;
  return power;
}

// (1 - e^-g) / g in Q63, for g < 1 in Q64.
ulong slow_expm1_quotient(ulong g) {
  return slow_series(FACTORIAL_INVERSE, 20, g, true);
}

// 2^-f in Q63, for f in Q64.
ulong slow_exp2(ulong f) {
  ulong g = mul_hi(f, LN2_ROUNDED);
  return (1ul << 63) - mul_hi(g, slow_expm1_quotient(g));
}

// The bits of n/d 2^e, for 0 < n, d < 2^63: 25 bits of long division, and one for the rest.
uint slow_divide(ulong n, ulong d, int e) {
  while (n < d) {
    n <<= 1;
    e--;
  }
  ulong quotient = 0;
  for (int i = 0; i < 25; i++) {
    uint bit = n >= d;
    quotient = quotient << 1 | bit;
    n = (bit != 0 ? n - d : n) << 1;
  }
  return round_scaled(quotient << 1 | (n != 0), e - 25);
}

// e^x, for 2^-26 <= |x| < 128. For x > 0: 2^(k + f) = 2^(k + 1) 2^-(1 - f).
uint slow_exp(uint x) {
  slow_power power = slow_split(significand_of(x), exponent_of(x) - 127);
  if ((x & SIGN_BIT) != 0) return round_scaled(slow_exp2(power.fraction), -63 - power.whole);
  return round_scaled(slow_exp2(-power.fraction), power.whole - 62);
}

// e^x - 1, for 2^-26 <= |x| < 128. Where |x| < 1/8 it is x + x^2 (1/2 + x/6 + x^2/24 and so on).
uint slow_expm1(uint x) {
  bool negative = (x & SIGN_BIT) != 0;
  uint m = significand_of(x);
  int e = exponent_of(x) - 127;
  if (e < -3) {
    ulong series = slow_series(FACTORIAL_INVERSE + 1, 19, (ulong)m << (41 + e), negative);
    ulong term = mul_hi((ulong)m * m << 16, series);
    return slow_near(m, e, term, -1 - e, !negative) | (x & SIGN_BIT);
  }
  slow_power power = slow_split(m, e);
  ulong one = 1ul << 63;
  if (negative) {
    ulong exponential = power.whole < 64 ? slow_exp2(power.fraction) >> power.whole : 0;
    return round_scaled(one - exponential, -63) | SIGN_BIT;
  }
  int k = power.whole + 1;
  return round_scaled(slow_exp2(-power.fraction) - (k < 64 ? one >> k : 0), k - 63);
}

// 1/(1 + E) for x > 0 and E/(1 + E) for x < 0, with E = e^-|x|, for 2^-26 <= |x| < 128 where it is
// no tie within 60 bits (2^-11 <= |x| will do).
uint slow_sigmoid(uint x) {
  bool negative = (x & SIGN_BIT) != 0;
  slow_power power = slow_split(significand_of(x), exponent_of(x) - 127);
  ulong one = 1ul << 62;
  ulong scaled = slow_exp2(power.fraction) >> 1;  // E 2^whole
  ulong sum = one + (power.whole < 63 ? scaled >> power.whole : 0);
  return slow_divide(negative ? scaled : one, sum, negative ? -power.whole : 0);
}

// (1 - E)/(1 + E) with E = e^-2|x|, for 2^-12 <= |x| < 10. Where 2|x| < 1/4, 1 - E is taken from
// the series itself and scaled up, so that it has all its bits.
uint slow_tanh(uint x) {
  uint m = significand_of(x);
  int e = exponent_of(x) - 126;
  uint result;
  if (e < -2) {
    ulong quotient = slow_expm1_quotient((ulong)m << (41 + e));
    ulong difference = mul_hi((ulong)m << 40, quotient);  // (1 - E) 2^-e in Q62
    result = slow_divide(difference, (1ul << 63) - (difference >> -e), e);
  } else {
    slow_power power = slow_split(m, e);
    ulong one = 1ul << 62;
    ulong scaled = slow_exp2(power.fraction) >> 1;
    ulong exponential = power.whole < 63 ? scaled >> power.whole : 0;
    result = slow_divide(one - exponential, one + exponential, 0);
  }
  return result | (x & SIGN_BIT);
}

// n/d in Q64, for n < d < 2^63, by long division.
ulong slow_ratio(ulong n, ulong d) {
  ulong quotient = 0;
  for (int i = 0; i < 64; i++) {
    n <<= 1;
    ulong bit = n >= d;
    quotient = quotient << 1 | bit;
    n -= bit != 0 ? d : 0;
  }
  return quotient;
}

// ln(u 2^(k - 63)), for u >= 2^63, other than ln 1: ln m + k ln 2, m in [sqrt 1/2, sqrt 2), and ln m =
// 2 artanh (m - 1)/(m + 1). ln m has its own scale, so that near 1 it keeps all its bits; |k| ln 2 is
// the larger by far wherever there is one.
uint slow_ln(ulong u, int k) {
  int is_below = u > SQRT_TWO;  // then m is u/2^64, below 1, else u/2^63
  k += is_below;
  ulong n = is_below ? -u : u - (1ul << 63);
  int shift = n == 0 ? 0 : (int)clz(n);
  ulong d = (u >> (2 + is_below)) + (1ul << 61);  // m + 1 in Q61
  ulong s = slow_ratio(n << shift >> 3, d);       // (m - 1)/(m + 1) 2^shift in Q64
  shift += is_below - 1;
  ulong square = shift < 32 ? mul_hi(s, s) >> (2 * shift) : 0;
  ulong ln_m = mul_hi(s, slow_series(ODD_INVERSE, 16, square, false));  // times 2^(-62 - shift)
  if (k == 0) return round_scaled(ln_m, -62 - shift) | (is_below ? SIGN_BIT : 0);

  ulong k_abs = abs(k);
  int length = 32 - (int)clz((uint)k_abs);
  ulong lower = k_abs * LN2_UPPER, carried = lower + (k_abs * LN2_LOWER >> 32);
  ulong upper = mul_hi(k_abs, LN2_UPPER) + (carried < lower ? 1 : 0);
  ulong k_ln2 = upper_of(upper, carried, 63 - length);  // Q(63 - length)
  int right = length + shift - 1;
  ulong part = right < 64 ? ln_m >> right : 0;
  ulong sum_of_both = is_below == (k < 0) ? k_ln2 + part : k_ln2 - part;
  return round_scaled(sum_of_both, length - 63) | (k < 0 ? SIGN_BIT : 0);
}

// ln x, for finite x > 0 other than 1.
uint slow_log(uint x) {
  uint m = significand_of(x);
  int zeros = (int)clz(m);
  return slow_ln((ulong)(m << zeros) << 32, exponent_of(x) - zeros - 119);
}

// ln(1 + x), for finite x > -1, |x| >= 2^-26. Where |x| < 1/32 it is x - x^2 (1/2 - x/3 + x^2/4 and so
// on). Else 1 + x is exact up to 2^39; above, ln x has its bits.
uint slow_log1p(uint x) {
  bool negative = (x & SIGN_BIT) != 0;
  uint m = significand_of(x);
  int e = exponent_of(x) - 127;
  if (e < -5) {
    ulong term = mul_hi((ulong)m * m << 16, slow_series(INVERSE, 14, (ulong)m << (41 + e), !negative));
    return slow_near(m, e, term, -1 - e, negative) | (x & SIGN_BIT);
  }
  int k = max(e, 0);
  ulong one = k < 62 ? 1ul << (62 - k) : 0;  // |x| is m 2^39 2^(e - 62)
  ulong part = (ulong)m << 39 >> (k - e);
  ulong u = negative ? one - part : one + part;
  int zeros = (int)clz(u);
  return slow_ln(u << zeros, k + 1 - zeros);
}

// erf x, for |x| < 4. Below 2 it is 2/sqrt(pi) x times a series in x^2; above, 1 - e^-x^2 times another,
// of which fewer bits count.
uint slow_erf(uint x) {
  uint m = significand_of(x);
  int e = exponent_of(x) - 127;
  ulong square = (ulong)m * m << 16;  // |x|^2 is this times 2^(2 e - 62)
  if (e < 1) {
    ulong quarter = e > -32 ? square >> (-2 * e) : 0;  // of x^2, in Q64
    ulong ratio = mul_hi(TWO_OVER_SQRT_PI, slow_series(ERF_OVER_X, 34, quarter, true));
    return round_scaled(mul_hi((ulong)m << 40, ratio), e - 61) | (x & SIGN_BIT);
  }
  ulong power = mul_hi(square >> 1, LOG2_E_ROUNDED);  // x^2 log2 e in Q58
  ulong from_four = (4ul << 23) - (m << 1);           // 4 - |x| in Q23
  ulong scaled = slow_series(ERFC_SCALED, 38, from_four << 39, false);
  ulong complement = mul_hi(slow_exp2(power << 6), scaled) >> (power >> 58);
  return round_scaled((1ul << 62) - complement, -62) | (x & SIGN_BIT);
}

// 2/pi after 64 zeros, 320 bits in all: an argument has 104 below its exponent, and 128 are multiplied.
__constant ulong TWO_OVER_PI[5] = {
    0x0000000000000000ul, 0xa2f9836e4e441529ul, 0xfc2757d1f534ddc0ul,
    0xdb6295993c439041ul, 0xfe5163abdebbc561ul,
};

// The sine of |x| and some quarters of a turn, for 2^-12 <= |x|, finite. |x| 2/pi is taken modulo 4: of
// 2/pi the bits that matter, and from the product the nearest integer and the rest, with all its bits (M.
// Payne, R. Hanek, Radian Reduction for Trigonometric Functions, 1983).
uint slow_circular(uint x, int quarters) {
  uint m = significand_of(x);
  int at = exponent_of(x) - 88, word = at >> 6, left = at & 63;  // |x| is m 2^(at - 62)
  ulong window_upper = upper_of(TWO_OVER_PI[word], TWO_OVER_PI[word + 1], left);
  ulong window_lower = upper_of(TWO_OVER_PI[word + 1], TWO_OVER_PI[word + 2], left);
  ulong lower = m * window_lower;
  ulong upper = m * window_upper + mul_hi((ulong)m, window_lower);  // with lower, Q126

  ulong rest = upper_of(upper, lower, 2), rest_lower = lower << 2;
  bool is_before = rest >> 63 != 0;  // the nearest quarter is the next
  quarters += (int)(upper >> 62) + (is_before ? 1 : 0);
  if (is_before) {
    rest = ~rest + (rest_lower == 0 ? 1 : 0);
    rest_lower = -rest_lower;
  }
  int zeros = (int)clz(rest);
  ulong angle = mul_hi(upper_of(rest, rest_lower, zeros), PI_OVER_2);  // Q(63 + zeros)
  ulong square = zeros <= 32 ? mul_hi(angle, angle) >> (2 * zeros - 2) : 0;
  uint sign = (quarters & 2) != 0 ? SIGN_BIT : 0;
  if ((quarters & 1) != 0) {
    ulong cosine = (1ul << 63) - mul_hi(square, slow_series(COS, 11, square, true));
    return sign | round_scaled(cosine, -63);
  }
  if (is_before) sign ^= SIGN_BIT;
  return sign | round_scaled(mul_hi(angle, slow_series(SIN, 11, square, true)), -62 - zeros);
}

// sin x, for 2^-12 <= |x|, finite. Where |x| < 1/16 it is x - x^3 (1/6 - x^2/120 and so on).
uint slow_sin(uint x) {
  int e = exponent_of(x) - 127;
  if (e >= -4) return slow_circular(x, 0) ^ (x & SIGN_BIT);
  ulong m = significand_of(x);
  ulong cube = mul_hi(m * m << 16, m << 40);  // |x|^3 is this times 2^(3 e - 61)
  ulong term = mul_hi(cube, slow_series(SIN + 1, 10, m * m << 16 >> (-2 - 2 * e), true));
  return slow_near((uint)m, e, term, -2 - 2 * e, false) | (x & SIGN_BIT);
}

// cos x, for 2^-12 <= |x|, finite.
uint slow_cos(uint x) {
  return slow_circular(x, 1);
}
