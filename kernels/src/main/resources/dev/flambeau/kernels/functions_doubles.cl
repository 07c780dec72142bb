// Elementary functions, fast phase in doubles.     numerics.md: "Elementary functions"
// branchless_NAME of functions.cl for CPU devices with vectors, where a vector has half as many doubles
// as floats, and a double does the work of four floats: neither pairs nor tables.
//
//                              exp      log      tanh     sigmoid  expm1    log1p    erf      sin, cos
// error of the fast phase      2^-44.5  2^-44.9  2^-43.1  2^-44.5  2^-42.9  2^-44.9  2^-43.2  2^-47.4
// error that the test allows   2^-43    2^-43    2^-43    2^-43    2^-42    2^-43    2^-42    2^-43
// of those tested, undecided   2^-18    2^-18    2^-18    2^-18    2^-17    2^-18    2^-17    2^-18
//
// The error is relative and was measured. More bits than make the undecided rare are worth no operation:
// so polynomials are short, and ln 2 is a single double.
//
// macro    meaning                       default      allowed
// DOUBLES  this, not functions_pairs.cl  not defined  defined where cl_khr_fp64 is, without EMULATE_FMA
//
// What it relies on: results off by no more than some units of a double's last place, sums that are
// exact in doubles being so, and conversions between float and double that keep subnormals. What it
// does not: doubles rounded correctly to the last bit, since the test allows for 2^8 times as much.
//
// Sources: argument reduction as in W. J. Cody and W. Waite, "Software Manual for the Elementary
// Functions", 1980; coefficients by Remez's exchange, in 200-bit arithmetic; polynomials in G. Estrin's
// order (1960), for the chain of Horner's is several times as long.
//
// Entry points: none.

#ifdef DOUBLES
#pragma OPENCL EXTENSION cl_khr_fp64 : enable

#define LOG2_E 0x1.71547652b82fep+0
#define LN2 0x1.62e42fefa39efp-1
#define SHIFT (0x1.8p52 + 1023.0)        // added and taken off again; its lowest bits are k + 1023
#define SQRT_HALF 0x3fe6a09e00000000ul   // as bits, to a float
#define ONE 0x3ff0000000000000ul         // as bits
#define TWO_TO_52 0x4330000000000000ul   // as bits
#define FRACTION 0x000ffffffffffffful

// Whether y (1 + or - 2^(n - 53)) may round to different normal floats: whether the 29 bits that a float
// lacks are within 2^n of a half.
#define IS_UNDECIDED_BY(n, y) \
  ((((uint)as_ulong(y) + (0x10000000u + (1u << (n)))) & (0x20000000u - (2u << (n)))) == 0)
#define IS_UNDECIDED(y) IS_UNDECIDED_BY(10, y)

// Whether e^x may be a subnormal float, of which the test knows nothing: -104 < x < -87.
#define MAY_BE_SUBNORMAL(x) (as_uint(x) - 0xc2ae0001u < 0x21ffffu)

// Whether |x| < 2^-26: then functions that are x + or - x^2/2 and so on round to x.
#define IS_ITS_OWN(x) ((as_uint(x) & ~SIGN_BIT) < 0x32800000u)

// e^z = s + s p, s = 2^k, for |z| <= 104. z = k ln 2 + r, |r| <= 0.347, p = r + r^2 Q(r).
INLINED void power_of_e(double z, double *s, double *p) {
  const double shifted = FMA(z, LOG2_E, SHIFT);
  *s = as_double(as_ulong(shifted) << 52);
  const double r = FMA(shifted - SHIFT, -LN2, z);
  const double r2 = r * r, r4 = r2 * r2;
  const double q01 = FMA(r, 0x1.555555554c1dbp-3, 0x1.fffffffff5d94p-2);
  const double q23 = FMA(r, 0x1.111111429d029p-7, 0x1.5555557766dbp-5);
  const double q45 = FMA(r, 0x1.a018f4306283fp-13, 0x1.6c1646056c39bp-10);
  const double q67 = FMA(r, 0x1.73c0549fdd22ep-19, 0x1.a1650f2909a6p-16);
  *p = FMA(r2, FMA(r4, FMA(r2, q67, q45), FMA(r2, q23, q01)), r);
}

// exp(NaN) = NaN, exp(+inf) = +inf, exp(-inf) = +0, exp(+-0) = 1.
INLINED float branchless_exp(float x, int *undecided) {
  float z = x > 90.0f ? 90.0f : x;  // e^90 is infinite as a float, e^-104 is 0
  z = z < -104.0f ? -104.0f : z;
  double s, p;
  power_of_e(z, &s, &p);
  const double y = FMA(s, p, s);
  *undecided |= MAY_BE_SUBNORMAL(x) | IS_UNDECIDED(y);
  return (float)y;
}

// expm1(NaN) = NaN, expm1(+inf) = +inf, expm1(-inf) = -1, expm1(+-0) = +-0.
INLINED float branchless_expm1(float x, int *undecided) {
  float z = x > 90.0f ? 90.0f : x;  // e^90 is infinite as a float, e^-20 - 1 is -1
  z = z < -20.0f ? -20.0f : z;
  double s, p;
  power_of_e(z, &s, &p);
  const double y = FMA(s, p, s - 1.0);
  const int is_small = IS_ITS_OWN(x);
  *undecided |= IS_UNDECIDED_BY(11, y) & !is_small;
  return is_small ? x : (float)y;
}

// ln x, for x > 0. x = m 2^k, m in [sqrt 1/2, sqrt 2): ln m = 2 artanh s = s (2 + s^2 R(s^2)),
// s = (m - 1)/(m + 1).
INLINED double logarithm_of(double x) {
  const ulong offset = as_ulong(x) - SQRT_HALF + ONE;
  const double m = as_double((offset & FRACTION) + SQRT_HALF);
  const double k = as_double(offset >> 52 | TWO_TO_52) - (0x1p52 + 1023.0);
  const double s = (m - 1.0) / (m + 1.0);
  const double w = s * s, w2 = w * w;
  const double r01 = FMA(w, 0x1.999996a915b25p-2, 0x1.555555561e56fp-1);
  const double r23 = FMA(w, 0x1.c62b0d34602a3p-3, 0x1.249412046406dp-2);
  const double r = FMA(w2 * w2, 0x1.9115fd54608cfp-3, FMA(w2, r23, r01));
  return FMA(k, LN2, s * FMA(w, r, 2.0));
}

// log(NaN) = NaN, log(x) = NaN for x < 0, log(+-0) = -inf, log(+inf) = +inf, log(1) = +0.
// A subnormal float is a normal double.
INLINED float branchless_log(float x, int *undecided) {
  const double y = logarithm_of(x);
  const uint bits = as_uint(x);
  const int is_special = bits - 1 >= INFINITY_BITS - 1;
  *undecided |= IS_UNDECIDED(y) & !is_special;
  const uint special = (bits & ~SIGN_BIT) == 0 ? SIGN_BIT | INFINITY_BITS
      : bits == INFINITY_BITS                  ? INFINITY_BITS
                                               : NAN_BITS;
  return is_special ? as_float(special) : (float)y;
}

// log1p(NaN) = NaN, log1p(x) = NaN for x < -1, log1p(-1) = -inf, log1p(+inf) = +inf, log1p(+-0) = +-0.
// 1 + x is exact where x is between 2^-29 and 2^53; above, the 1 changes no float.
INLINED float branchless_log1p(float x, int *undecided) {
  const double y = logarithm_of(1.0 + x);
  const int is_ordinary = (x > -1.0f) & (x < INFINITY);
  const int is_small = IS_ITS_OWN(x);
  *undecided |= IS_UNDECIDED(y) & is_ordinary & !is_small;
  const uint special = x == -1.0f ? SIGN_BIT | INFINITY_BITS : x > 0.0f ? INFINITY_BITS : NAN_BITS;
  return is_small ? x : is_ordinary ? (float)y : as_float(special);
}

// tanh(NaN) = NaN, tanh(+-inf) = +-1, tanh(+-0) = +-0. tanh |x| = e/(e + 2), e = e^(2|x|) - 1.
INLINED float branchless_tanh(float x, int *undecided) {
  const uint bits = as_uint(x), sign = bits & SIGN_BIT;
  const float magnitude = as_float(bits & ~SIGN_BIT);
  double s, p;
  power_of_e(2.0f * (magnitude > 10.0f ? 10.0f : magnitude), &s, &p);  // tanh 10 is 1 as a float
  const double e = FMA(s, p, s - 1.0);
  const double y = e / (e + 2.0);
  *undecided |= IS_UNDECIDED(y);
  return as_float(sign | as_uint((float)y));
}

// sigmoid(NaN) = NaN, sigmoid(+inf) = 1, sigmoid(-inf) = +0, sigmoid(+-0) = 1/2.
// 1/(1 + e^-x); around 0 it is 1/2 + x/4 - x^3/48 and so on; 1/2 + x/4 may be a tie, which the third
// term breaks, and x times a little less than 1/4 breaks to the same side.
INLINED float branchless_sigmoid(float x, int *undecided) {
  float z = -x > 104.0f ? 104.0f : -x;  // at -104 it is 0 as a float, at 20 it is 1
  z = z < -20.0f ? -20.0f : z;
  double s, p;
  power_of_e(z, &s, &p);
  const double y = 1.0 / FMA(s, p, 1.0 + s);
  const int is_small = (as_uint(x) & ~SIGN_BIT) < 0x3a000000u;  // 2^-11
  *undecided |= MAY_BE_SUBNORMAL(x) | (IS_UNDECIDED(y) & !is_small);
  return is_small ? FMA(x, 0x1.fffffep-3f, 0.5f) : (float)y;
}

// erf(NaN) = NaN, erf(+-inf) = +-1, erf(+-0) = +-0.
// erf |x| = 1 - e^(-|x| G(|x|)): G is nearly a straight line, from 2/sqrt(pi) to 4.5, and a polynomial.
INLINED float branchless_erf(float x, int *undecided) {
  const uint bits = as_uint(x), sign = bits & SIGN_BIT;
  const float magnitude = as_float(bits & ~SIGN_BIT);
  const double a = magnitude > 4.0f ? 4.0f : magnitude;  // erf 4 is 1 as a float
  const double a2 = a * a, a4 = a2 * a2, a8 = a4 * a4;
  const double g01 = FMA(a, 0x1.45f306dc99e5p-1, 0x1.20dd750429b8p+0);
  const double g23 = FMA(a, -0x1.396686a0ede2p-6, 0x1.a4f4e2a578ba6p-4);
  const double g45 = FMA(a, 0x1.bca327fb2859dp-10, -0x1.b6b1b33bceeefp-13);
  const double g67 = FMA(a, 0x1.ab224d4e21c73p-16, -0x1.354dbd31c21c2p-11);
  const double g89 = FMA(a, -0x1.ff4aef7d2811dp-16, 0x1.1160ac407a648p-14);
  const double gab = FMA(a, 0x1.7c4968a0e07e8p-19, 0x1.048032fcd93ecp-18);
  const double gcd = FMA(a, 0x1.a3bf0131a872dp-21, -0x1.1a0749f66db4dp-19);
  const double gef = FMA(a, 0x1.1bffaf4d0405cp-25, -0x1.9f458be73a219p-23);
  const double gxy = FMA(a, 0x1.20963b4bbaadap-32, -0x1.0429c6fd513c8p-28);
  const double least = FMA(a4, FMA(a2, g67, g45), FMA(a2, g23, g01));
  const double middle = FMA(a4, FMA(a2, gef, gcd), FMA(a2, gab, g89));
  const double most = FMA(a2, -0x1.259f4f32fd14ep-37, gxy);
  double s, p;
  power_of_e(-a * FMA(a8, FMA(a8, most, middle), least), &s, &p);
  const double y = FMA(-s, p, 1.0 - s);
  *undecided |= IS_UNDECIDED_BY(11, y);
  return as_float(sign | as_uint((float)y));
}

// The sine of x and some quarters of a turn, for |x| < 2^28: x 2/pi = k + r 2/pi, |r| <= pi/4, and the
// sine or cosine of r, or minus it. x - k pi/2 is exact up to its first 53 bits.
INLINED double circular_of(double x, uint quarters) {
  const double shifted = FMA(x, 0x1.45f306dc9c883p-1, 0x1.8p52);
  const double k = shifted - 0x1.8p52;
  const double r = FMA(k, -0x1.1a62633145c07p-54, FMA(k, -0x1.921fb54442d18p+0, x));
  const double r2 = r * r, r4 = r2 * r2;
  const double s01 = FMA(r2, 0x1.1111110c7ddccp-7, -0x1.55555555521b6p-3);
  const double s23 = FMA(r2, 0x1.71d7661ab8c71p-19, -0x1.a019f92c73bfcp-13);
  const double s = FMA(r4, FMA(r4, -0x1.a95f10c9b0612p-26, s23), s01);
  const double c01 = FMA(r2, -0x1.6c16c16716bdfp-10, 0x1.5555555552d74p-5);
  const double c23 = FMA(r2, -0x1.27e006742ab49p-22, 0x1.a019fa54b1184p-16);
  const double c = FMA(r4, FMA(r4, 0x1.1bbce99f3ba77p-29, c23), c01);
  const double sine = FMA(r * r2, s, r), cosine = FMA(r4, c, FMA(r2, -0.5, 1.0));
  quarters += (uint)as_ulong(shifted);
  const double y = (quarters & 1) != 0 ? cosine : sine;
  return (quarters & 2) != 0 ? -y : y;
}

// sin(NaN) = NaN, sin(+-inf) = NaN, sin(+-0) = +-0. sin x = x - x^3/6 and so on rounds to x below 2^-12.
INLINED float branchless_sin(float x, int *undecided) {
  const double y = circular_of(x, 0);
  const uint magnitude = as_uint(x) & ~SIGN_BIT;
  const int is_small = magnitude < 0x39800000u, is_far = magnitude >= 0x4d800000u;  // 2^-12, 2^28
  const int is_finite = magnitude < INFINITY_BITS;
  *undecided |= (IS_UNDECIDED(y) | is_far) & !is_small & is_finite;
  return is_small ? x : is_finite ? (float)y : as_float(NAN_BITS);
}

// cos(NaN) = NaN, cos(+-inf) = NaN, cos(+-0) = 1. cos x = 1 - x^2/2 and so on rounds to 1 below 2^-12.5.
INLINED float branchless_cos(float x, int *undecided) {
  const double y = circular_of(x, 1);
  const uint magnitude = as_uint(x) & ~SIGN_BIT;
  const int is_small = magnitude < 0x39800000u, is_far = magnitude >= 0x4d800000u;  // 2^-12, 2^28
  const int is_finite = magnitude < INFINITY_BITS;
  *undecided |= (IS_UNDECIDED(y) | is_far) & !is_small & is_finite;
  return is_finite ? (float)y : as_float(NAN_BITS);
}

#endif
