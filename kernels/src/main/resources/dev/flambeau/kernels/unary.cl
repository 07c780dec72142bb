// Unary: one tensor, element by element.         numerics.md: "Elementwise", "Elementary functions"
// x, y: n elements from x0 and y0 on.            Elements in runs: indexing.cl.
//
// Entry points: unary_neg, unary_abs, unary_exp, unary_log, unary_sqrt, unary_relu, unary_sigmoid,
// unary_tanh, unary_cos, unary_erf, unary_expm1, unary_log1p, unary_sin.

#define UNARY(name)                                                                        \
  __kernel void unary_##name(__global const float *x, const int x0, __global float *y,     \
                             const int y0, const int n) {                                  \
    x += x0;                                                                               \
    y += y0;                                                                               \
    EACH_ELEMENT(i, n) y[i] = op_##name(x[i]);                                             \
  }

// A block is computed without branches first, and once more if one of it is undecided.
#define UNARY_IN_BLOCKS(name)                                                              \
  __kernel void unary_##name(__global const float *x, const int x0, __global float *y,     \
                             const int y0, const int n) {                                  \
    x += x0;                                                                               \
    y += y0;                                                                               \
    EACH_BLOCK(from, end, n) {                                                             \
      int undecided = 0;                                                                   \
      BY_VECTORS for (int i = from; i < end; i++) {                                        \
        y[i] = branchless_##name(x[i], &undecided);                                        \
      }                                                                                    \
      if (undecided) {                                                                     \
        for (int i = from; i < end; i++) y[i] = op_##name(x[i]);                           \
      }                                                                                    \
    }                                                                                      \
  }

UNARY(neg)
UNARY(abs)
UNARY(sqrt)
UNARY(relu)
EACH_FUNCTION(UNARY_IN_BLOCKS)
