// Oracle: correctly rounded float32 elementary functions with MPFR.     See README.md.
//
// usage: oracle FUNCTION FROM TO          blocks FROM (inclusive) to TO (exclusive), 0 to 4096
//        oracle --plain FUNCTION FROM TO  the same by MPFR alone, 2 to 30 s a block
//        oracle --list FUNCTION           reads inputs (hex bits), writes lines: input, result
//        oracle --functions               writes the functions' names
//        oracle --version                 writes MPFR's version
//
// Block n is the 2^20 inputs whose bits are n * 2^20 and up. Standard output: the results' bits,
// 32-bit little-endian words in the order of the inputs, any NaN as 0x7fc00000. Standard error:
// the inputs whose exact result lies within 2^-HARD of a unit in the last place of a rounding
// boundary: input bits, output bits, -log2 of that distance.
//
// How a result is proved: MPFR rounds it down and up, so the exact result lies in an interval
// [lo, hi]. Rounding to float32 is monotonic, so once both ends round to the same float that float
// is the answer; until then the precision is doubled. No result is a tie (e^x, ln x and their like
// are transcendental for algebraic x but for exact cases, by Lindemann; of erf it is not known, and
// the loop would not end), so the loop ends.
//
// The short cut: the C library's function in double is believed to within 2^-BELIEVED, relative,
// which is thousands of times what it promises (less than 1 unit in the 53rd place, or 3). Where all
// of that rounds to the same float, as for all but some 2^18 inputs, MPFR is not asked.
#include <inttypes.h>
#include <math.h>
#include <mpfr.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 1 << 20, PRECISION = 126, HARD = 20, BELIEVED = 40 };

static const uint32_t NAN_BITS = 0x7fc00000;

// A function: of doubles, nearly right, and of MPFR's numbers, rounded down or up.
typedef struct {
  const char *name;
  double (*nearly)(double x);
  int (*rounded)(mpfr_t y, mpfr_srcptr x, mpfr_rnd_t to);
} function;

static double nearly_sigmoid(double x) { return 1 / (1 + exp(-x)); }

// 1 / (1 + e^-x) falls as e^-x grows, which is rounded the other way.
static int rounded_sigmoid(mpfr_t y, mpfr_srcptr x, mpfr_rnd_t to) {
  mpfr_rnd_t other = to == MPFR_RNDD ? MPFR_RNDU : MPFR_RNDD;
  mpfr_neg(y, x, MPFR_RNDN);  // exact
  mpfr_exp(y, y, other);
  mpfr_add_ui(y, y, 1, other);
  return mpfr_ui_div(y, 1, y, to);
}

static const function FUNCTIONS[] = {
    {"cos", cos, mpfr_cos},
    {"erf", erf, mpfr_erf},
    {"exp", exp, mpfr_exp},
    {"expm1", expm1, mpfr_expm1},
    {"log", log, mpfr_log},
    {"log1p", log1p, mpfr_log1p},
    {"sigmoid", nearly_sigmoid, rounded_sigmoid},
    {"sin", sin, mpfr_sin},
    {"tanh", tanh, mpfr_tanh},
};

enum { COUNT = sizeof FUNCTIONS / sizeof *FUNCTIONS };

static float to_float(uint32_t bits) { float x; memcpy(&x, &bits, 4); return x; }

static uint32_t to_bits(float x) {
  uint32_t bits;
  memcpy(&bits, &x, 4);
  return isnan(x) ? NAN_BITS : bits;
}

// Writes the input to standard error if exact, its result to 53 bits, is close to a boundary.
static void report_if_hard(uint32_t input, uint32_t output, double exact) {
  float y = to_float(output);
  if (!isfinite(y) || exact == y) return;
  float next = nextafterf(y, exact > y ? INFINITY : -INFINITY);
  double ulp = fabs((double)next - y), distance = fabs(exact - ((double)y + next) / 2);
  if (distance > ldexp(ulp, -HARD)) return;
  fprintf(stderr, "%08x %08x %.1f\n", input, output, -log2(distance / ulp));
}

// By MPFR, at twice the precision until it settles.
static uint32_t plain(const function *f, uint32_t bits) {
  mpfr_t x, lo, hi;
  mpfr_inits2(PRECISION, lo, hi, (mpfr_ptr)0);
  mpfr_init2(x, 24);
  mpfr_set_flt(x, to_float(bits), MPFR_RNDN);  // exact
  float y;
  for (mpfr_prec_t precision = PRECISION;; precision *= 2) {
    mpfr_set_prec(lo, precision);
    mpfr_set_prec(hi, precision);
    f->rounded(lo, x, MPFR_RNDD);
    f->rounded(hi, x, MPFR_RNDU);
    y = mpfr_get_flt(lo, MPFR_RNDN);
    if (to_bits(y) == to_bits(mpfr_get_flt(hi, MPFR_RNDN))) break;
  }
  report_if_hard(bits, to_bits(y), mpfr_get_d(lo, MPFR_RNDN));
  mpfr_clears(x, lo, hi, (mpfr_ptr)0);
  return to_bits(y);
}

// By the C library where that is enough.
static uint32_t result(const function *f, uint32_t bits) {
  double y = f->nearly(to_float(bits)), error = ldexp(y, -BELIEVED);
  uint32_t below = to_bits((float)(y - error)), above = to_bits((float)(y + error));
  return below == above || isinf(y) ? to_bits((float)y) : plain(f, bits);
}

static void blocks(const function *f, bool is_plain, long from, long to) {
  static uint32_t out[BLOCK];
  for (long n = from; n < to; n++) {
    for (uint32_t i = 0; i < BLOCK; i++) {
      uint32_t bits = (uint32_t)n << 20 | i;
      out[i] = is_plain ? plain(f, bits) : result(f, bits);
    }
    if (fwrite(out, sizeof out, 1, stdout) != 1) break;  // main reports it
  }
}

static void list(const function *f) {
  uint32_t input;
  while (scanf("%" SCNx32, &input) == 1) printf("%08x %08x\n", input, plain(f, input));
}

static const function *named(const char *name) {
  for (int i = 0; i < COUNT; i++) {
    if (strcmp(FUNCTIONS[i].name, name) == 0) return &FUNCTIONS[i];
  }
  return NULL;
}

int main(int count, char **arguments) {
  const char *first = count > 1 ? arguments[1] : "";
  if (count == 2 && strcmp(first, "--version") == 0) return puts(mpfr_get_version()) < 0;
  if (count == 2 && strcmp(first, "--functions") == 0) {
    for (int i = 0; i < COUNT; i++) puts(FUNCTIONS[i].name);
    return 0;
  }
  bool is_plain = count == 5 && strcmp(first, "--plain") == 0;
  bool is_list = count == 3 && strcmp(first, "--list") == 0;
  if (count != 4 && !is_plain && !is_list) {
    fputs("usage: oracle [--plain] FUNCTION FROM TO, or oracle --list FUNCTION\n", stderr);
    return 2;
  }
  const char *name = arguments[is_plain || is_list ? 2 : 1];
  const function *f = named(name);
  long from = is_list ? 0 : atol(arguments[count - 2]);
  long to = is_list ? 0 : atol(arguments[count - 1]);
  if (!f || from < 0 || to > 4096) {
    fprintf(stderr, "oracle: %s %ld %ld: a name of --functions, and blocks in 0 to 4096\n", name,
            from, to);
    return 2;
  }
  if (is_list) list(f);
  else blocks(f, is_plain, from, to);
  if (fflush(stdout) != 0 || ferror(stdout)) return perror("oracle"), 1;
  return 0;
}
