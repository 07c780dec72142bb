// Unary: one tensor, element by element.         numerics.md: "Elementwise", "Elementary functions"
// x, y: n elements from x0 and y0 on.            Elements in runs: indexing.cl.
//
// Entry points: unary_neg, unary_abs, unary_exp, unary_log, unary_sqrt, unary_relu, unary_sigmoid,
// unary_tanh.

#define UNARY(name, expression)                                                            \
  __kernel void unary_##name(__global const float *x, const int x0, __global float *y,     \
                             const int y0, const int n) {                                  \
    x += x0;                                                                               \
    y += y0;                                                                               \
    EACH_ELEMENT(i, n) {                                                                   \
      const float v = x[i];                                                                \
      y[i] = expression;                                                                   \
    }                                                                                      \
  }

// The sign bit alone, so that NaN and zeros go like everything else.
UNARY(neg, as_float(as_uint(v) ^ SIGN_BIT))
UNARY(abs, as_float(as_uint(v) & ~SIGN_BIT))
UNARY(exp, correctly_rounded_exp(v))
UNARY(log, correctly_rounded_log(v))
UNARY(sqrt, sqrt(v))
UNARY(relu, v <= 0.0f ? 0.0f : v)
UNARY(sigmoid, correctly_rounded_sigmoid(v))
UNARY(tanh, correctly_rounded_tanh(v))
