// Elementary functions.     numerics.md: "Elementary functions"
// float op_NAME(float) for each of EACH_FUNCTION: the float nearest to the exact value, ties to even,
// subnormals included; NaN for NaN. Compiled after functions_slow.cl, functions_pairs.cl and
// functions_doubles.cl, which have of each function the phases by these names:
//
// float branchless_NAME(float, int *)  the same where it leaves the int alone; where it sets it, the
//                                      result is void. Without branches, so that compilers make vectors
//                                      of loops over it.
// uint slow_NAME(uint)                 of bits, where the former may set it
//
// Three steps. A fast phase gives the result with more bits than a float has, and an error whose bound
// is known: in doubles where they are as good as free (functions_doubles.cl), else in pairs of floats
// (functions_pairs.cl). The rounding test asks whether all that lies within the error rounds to the same
// float. If not, the slow phase in integers decides (functions_slow.cl). The proof of all three is the
// comparison of all 2^32 results with the oracle's.
//
// Sources: the rounding test by A. Ziv, ACM TOMS 17 (1991).
//
// Entry points: none.

#define EACH_FUNCTION(APPLY) \
  APPLY(cos)                 \
  APPLY(erf)                 \
  APPLY(exp)                 \
  APPLY(expm1)               \
  APPLY(log)                 \
  APPLY(log1p)               \
  APPLY(sigmoid)             \
  APPLY(sin)                 \
  APPLY(tanh)

#define CORRECTLY_ROUNDED(name)                               \
  float op_##name(float x) {                                  \
    int undecided = 0;                                        \
    const float y = branchless_##name(x, &undecided);         \
    return undecided ? as_float(slow_##name(as_uint(x))) : y; \
  }

EACH_FUNCTION(CORRECTLY_ROUNDED)
