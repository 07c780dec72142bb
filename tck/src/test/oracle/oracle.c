// Oracle: correctly rounded float32 exp, log, tanh, sigmoid with MPFR.     See README.md.
//
// usage: oracle FUNCTION FROM TO          blocks FROM (inclusive) to TO (exclusive), 0 to 4096
//        oracle --plain FUNCTION FROM TO  the same without any short cut, 7 s a block
//        oracle --list FUNCTION           reads inputs (hex bits), writes lines: input, result
//        oracle --version                 writes MPFR's version
//
// Block n is the 2^20 inputs whose bits are n * 2^20 and up. Standard output: the results' bits,
// 32-bit little-endian words in the order of the inputs, any NaN as 0x7fc00000. Standard error:
// the inputs whose exact result lies within 2^-HARD of a unit in the last place of a rounding
// boundary: input bits, output bits, -log2 of that distance.
//
// How a result is proved: every step is done twice with directed rounding, so the exact result
// lies in an interval [lo, hi]. Rounding to float32 is monotonic, so once both ends round to the
// same float that float is the answer; until then the precision is doubled. No result is exact
// or a tie where it is not settled before (Lindemann: e^x is transcendental for algebraic x != 0),
// so the loop ends.
#include <inttypes.h>
#include <math.h>
#include <mpfr.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 1 << 20, LOW = 1 << 12, PRECISION = 126, HARD = 20 };
enum function { EXP, LOG, TANH, SIGMOID };

static const uint32_t NAN_BITS = 0x7fc00000, INFINITY_BITS = 0x7f800000;

typedef struct { mpfr_t lo, hi; } interval;
typedef __int128 fixed;  // a number times 2^120

static float to_float(uint32_t bits) { float x; memcpy(&x, &bits, 4); return x; }
static uint32_t to_bits(float x) { uint32_t bits; memcpy(&bits, &x, 4); return bits; }

static void open_interval(interval *v, mpfr_prec_t precision) {
  mpfr_init2(v->lo, precision);
  mpfr_init2(v->hi, precision);
}

static void close_interval(interval *v) {
  mpfr_clear(v->lo);
  mpfr_clear(v->hi);
}

// True and the bits in *out where the result needs no arithmetic. Each bound is proved beside it.
static bool closed_form(enum function f, uint32_t bits, uint32_t *out) {
  float x = to_float(bits), a = fabsf(x);
  if (isnan(x)) return *out = NAN_BITS, true;
  switch (f) {
    case EXP:
      if (x >= 89) return *out = INFINITY_BITS, true;      // e^89 > 2^128
      if (x <= -104) return *out = 0, true;                // e^-104 < 2^-150, half the least float
      if (a <= 0x1p-26f) return *out = to_bits(1), true;   // |e^x - 1| < 2^-25, half an ulp below
      return false;
    case LOG:
      if (x == 0) return *out = 0xff800000, true;
      if (x < 0) return *out = NAN_BITS, true;
      if (x == 1) return *out = 0, true;
      if (isinf(x)) return *out = INFINITY_BITS, true;
      return false;
    case TANH:  // x (1 - x^2 / 3) < tanh x < x, and 2^-24 / 3 < 2^-25, half an ulp relative to x
      if (a <= 0x1p-12f) return *out = bits, true;
      if (a >= 10) return *out = to_bits(copysignf(1, x)), true;  // 1 - tanh 10 < 2 e^-20 < 2^-25
      return false;
    case SIGMOID:
      if (x >= 18) return *out = to_bits(1), true;           // 1 - sigmoid < e^-18 < 2^-25
      if (x <= -104) return *out = 0, true;                  // sigmoid < e^-104 < 2^-150
      if (a <= 0x1p-25f) return *out = to_bits(0.5f), true;  // |sigmoid - 1/2| <= |x| / 4 < 2^-26
      return false;
  }
  abort();
}

// z with f(x) a simple expression in e^z: x for exp, 2 |x| for tanh, -x for sigmoid; always exact.
static void exponent(enum function f, mpfr_t z, float x) {
  mpfr_set_flt(z, f == EXP ? x : f == TANH ? fabsf(x) : -x, MPFR_RNDN);
  if (f == TANH) mpfr_mul_2ui(z, z, 1, MPFR_RNDN);
}

static void interval_exp(interval *v, mpfr_t z) {
  mpfr_exp(v->lo, z, MPFR_RNDD);
  mpfr_exp(v->hi, z, MPFR_RNDU);
}

// v: e^z on entry, the function's absolute value on return; e is overwritten.
static void from_exp(enum function f, interval *v) {
  if (f == TANH) {  // 1 - 2 / (e^z + 1), increasing in e^z
    mpfr_add_ui(v->lo, v->lo, 1, MPFR_RNDD);
    mpfr_ui_div(v->lo, 2, v->lo, MPFR_RNDU);
    mpfr_ui_sub(v->lo, 1, v->lo, MPFR_RNDD);
    mpfr_add_ui(v->hi, v->hi, 1, MPFR_RNDU);
    mpfr_ui_div(v->hi, 2, v->hi, MPFR_RNDD);
    mpfr_ui_sub(v->hi, 1, v->hi, MPFR_RNDU);
  } else if (f == SIGMOID) {  // 1 / (1 + e^z), decreasing in e^z
    mpfr_swap(v->lo, v->hi);
    mpfr_add_ui(v->lo, v->lo, 1, MPFR_RNDU);
    mpfr_ui_div(v->lo, 1, v->lo, MPFR_RNDD);
    mpfr_add_ui(v->hi, v->hi, 1, MPFR_RNDD);
    mpfr_ui_div(v->hi, 1, v->hi, MPFR_RNDU);
  }
}

static bool settled(const interval *v, float *out) {
  *out = mpfr_get_flt(v->lo, MPFR_RNDN);
  return *out == mpfr_get_flt(v->hi, MPFR_RNDN);
}

// The definition, at twice the precision until it settles.
static uint32_t plain(enum function f, uint32_t bits) {
  float x = to_float(bits), y;
  if (isnan(x) || (f == LOG && x < 0)) return NAN_BITS;
  if (f == TANH && x == 0) return bits;
  bool done = false;
  for (mpfr_prec_t precision = 2 * PRECISION; !done; precision *= 2) {
    interval v;
    mpfr_t z;
    open_interval(&v, precision);
    mpfr_init2(z, 64);
    if (f == LOG) {
      mpfr_set_flt(z, x, MPFR_RNDN);
      mpfr_log(v.lo, z, MPFR_RNDD);
      mpfr_log(v.hi, z, MPFR_RNDU);
    } else {
      exponent(f, z, x);
      interval_exp(&v, z);
      from_exp(f, &v);
    }
    done = settled(&v, &y);
    close_interval(&v);
    mpfr_clear(z);
  }
  return to_bits(f == TANH ? copysignf(y, x) : y);
}

// Writes the input to standard error if exact, its result to 53 bits, is close to a boundary.
static void report_if_hard(uint32_t input, uint32_t output, double exact) {
  float y = to_float(output);
  if (isinf(y)) return;
  float next = nextafterf(y, exact > y ? INFINITY : -INFINITY);
  double ulp = fabs((double)next - y), distance = fabs(exact - ((double)y + next) / 2);
  if (distance > ldexp(ulp, -HARD)) return;
  fprintf(stderr, "%08x %08x %.1f\n", input, output, -log2(distance / ulp));
}

// e^(a + b) = e^a e^b: a has the input's upper bits, b the lower 12. So a block takes 2^8
// exponentials for the a and 2^12 for the b (the same for each a), and one product per input.
static void block_by_exp(enum function f, uint32_t first, uint32_t *out) {
  static interval low[LOW];
  static interval high, v;
  static mpfr_t z, step;
  if (high.lo->_mpfr_prec == 0) {
    for (int i = 0; i < LOW; i++) open_interval(&low[i], PRECISION);
    open_interval(&high, PRECISION);
    open_interval(&v, PRECISION);
    mpfr_inits2(64, z, step, (mpfr_ptr)0);
  }
  exponent(f, step, to_float(first + 1) - to_float(first));
  for (uint32_t i = 0; i < LOW; i++) {
    mpfr_mul_ui(z, step, i, MPFR_RNDN);  // exact: 12 bits
    interval_exp(&low[i], z);
  }
  for (uint32_t i = 0; i < BLOCK; i++) {
    uint32_t bits = first + i;
    if (i % LOW == 0) {
      exponent(f, z, to_float(bits));
      interval_exp(&high, z);
    }
    if (closed_form(f, bits, &out[i])) continue;
    mpfr_mul(v.lo, high.lo, low[i % LOW].lo, MPFR_RNDD);
    mpfr_mul(v.hi, high.hi, low[i % LOW].hi, MPFR_RNDU);
    from_exp(f, &v);
    float y;
    out[i] = settled(&v, &y) ? to_bits(y) | (f == TANH ? bits & 0x80000000 : 0) : plain(f, bits);
    double exact = mpfr_get_d(v.lo, MPFR_RNDN);
    report_if_hard(bits, out[i], f == TANH ? copysign(exact, to_float(bits)) : exact);
  }
}

static fixed floor_fixed(mpfr_t v) {
  mpz_t z;
  uint64_t words[2] = {0, 0};
  mpz_init(z);
  mpfr_mul_2ui(v, v, 120, MPFR_RNDN);
  mpfr_get_z(z, v, MPFR_RNDD);
  mpz_export(words, NULL, -1, 8, 0, 0, z);
  mpz_clear(z);
  return (fixed)words[1] << 64 | words[0];
}

// log(m 2^e) = log m + e ln 2, in steps of 2^-120: log m is computed once for each of the 2^23
// mantissas 1 <= m < 2. A table entry is below the exact value by less than 2 steps (the
// logarithm rounded down to 160 bits, then cut), ln 2 likewise. |sum| < 128, so it fits.
static void block_by_log(uint32_t first, uint32_t *out) {
  static fixed *log_of, ln2;
  if (!log_of) {
    log_of = malloc(sizeof(fixed) << 23);
    if (!log_of) perror("oracle: 128 MiB for the logarithms"), exit(1);
    mpfr_t m;
    mpfr_init2(m, 160);
    for (uint32_t i = 0; i < 1 << 23; i++) {
      mpfr_set_ui_2exp(m, (1 << 23) + i, -23, MPFR_RNDN);
      mpfr_log(m, m, MPFR_RNDD);
      log_of[i] = floor_fixed(m);
    }
    mpfr_const_log2(m, MPFR_RNDD);
    ln2 = floor_fixed(m);
    mpfr_clear(m);
  }
  for (uint32_t i = 0; i < BLOCK; i++) {
    uint32_t bits = first + i;
    if (closed_form(LOG, bits, &out[i])) continue;
    int e;
    uint32_t m = (uint32_t)ldexpf(frexpf(to_float(bits), &e), 24) - (1 << 23);
    e--;
    fixed lo = log_of[m] + e * (e < 0 ? ln2 + 2 : ln2);
    fixed hi = log_of[m] + 2 + e * (e < 0 ? ln2 : ln2 + 2);
    float y = ldexpf((float)lo, -120);  // the conversion rounds to nearest, the scaling is exact
    out[i] = y == ldexpf((float)hi, -120) ? to_bits(y) : plain(LOG, bits);
    report_if_hard(bits, out[i], ldexp((double)lo, -120));
  }
}

static void block(enum function f, bool is_plain, uint32_t first, uint32_t *out) {
  bool all_closed = true;
  for (uint32_t i = 0; i < BLOCK; i++) {
    if (is_plain) out[i] = plain(f, first + i);
    else all_closed &= closed_form(f, first + i, &out[i]);
  }
  if (is_plain || all_closed) return;
  if (f == LOG) block_by_log(first, out);
  else block_by_exp(f, first, out);
}

static void list(enum function f) {
  uint32_t input;
  while (scanf("%" SCNx32, &input) == 1) printf("%08x %08x\n", input, plain(f, input));
}

static void blocks(enum function f, bool is_plain, long from, long to) {
  static uint32_t out[BLOCK];
  for (long n = from; n < to; n++) {
    block(f, is_plain, (uint32_t)n << 20, out);
    if (fwrite(out, sizeof out, 1, stdout) != 1) break;  // main reports it
  }
}

int main(int count, char **arguments) {
  static const char *const NAMES[] = {"exp", "log", "tanh", "sigmoid"};
  if (count == 2 && strcmp(arguments[1], "--version") == 0) return puts(mpfr_get_version()) < 0;
  bool is_plain = count == 5 && strcmp(arguments[1], "--plain") == 0;
  bool is_list = count == 3 && strcmp(arguments[1], "--list") == 0;
  if (count != 4 && !is_plain && !is_list) {
    fputs("usage: oracle [--plain] FUNCTION FROM TO, or oracle --list FUNCTION\n", stderr);
    return 2;
  }
  const char *name = arguments[is_plain || is_list ? 2 : 1];
  long from = is_list ? 0 : atol(arguments[count - 2]);
  long to = is_list ? 0 : atol(arguments[count - 1]);
  int f = 0;
  while (f < 4 && strcmp(name, NAMES[f]) != 0) f++;
  if (f == 4 || from < 0 || to > 4096) {
    fprintf(stderr, "oracle: %s %ld %ld: exp, log, tanh or sigmoid and blocks in 0 to 4096\n",
            name, from, to);
    return 2;
  }
  if (is_list) list((enum function)f);
  else blocks((enum function)f, is_plain, from, to);
  if (fflush(stdout) != 0 || ferror(stdout)) return perror("oracle"), 1;
  return 0;
}
