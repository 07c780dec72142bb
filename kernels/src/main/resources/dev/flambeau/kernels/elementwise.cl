// Elementwise: what each elementwise op makes of one element.   numerics.md: "Elementwise"
// Compiled after functions.cl; the families and generated kernels are made of these.
//
// op_NAME(v, ...)      for every op; of other types than float where the op has them; functions have
//                      theirs in functions.cl
// op_FROM_to_TO(v)     conversions between float, int and uchar, which is a truth value
// ended(v, then, ...)  what follows a product in its own launch, by a number: ReLU, or its gradient, a
//                      choice by ReLU's result and 0
//
// Entry points: none.

// The sign bit alone, so that NaN and zeros go like everything else.
#define op_neg(v) as_float(as_uint(v) ^ SIGN_BIT)
#define op_abs(v) as_float(as_uint(v) & ~SIGN_BIT)
#define op_sqrt(v) sqrt(v)
#define op_relu(v) ((v) <= 0.0f ? 0.0f : (v))

#define op_add(a, b) ((a) + (b))
#define op_sub(a, b) ((a) - (b))
#define op_mul(a, b) ((a) * (b))
#define op_div(a, b) ((a) / (b))

#define op_equal(a, b) ((uchar)((a) == (b) ? 1 : 0))
#define op_not_equal(a, b) ((uchar)((a) != (b) ? 1 : 0))
#define op_less(a, b) ((uchar)((a) < (b) ? 1 : 0))
#define op_less_equal(a, b) ((uchar)((a) <= (b) ? 1 : 0))

// 1 at the label's place, NaN all over where the label is no class.
#define op_one_hot(label, place, classes)                                   \
  ((label) >= 0 && (label) < (classes) ? ((label) == (place) ? 1.0f : 0.0f) \
                                       : as_float(NAN_BITS))

#define op_where(condition, a, b) ((condition) != 0 ? (a) : (b))
#define op_fma(a, b, c) FMA(a, b, c)

// As Java casts: towards zero, saturating, NaN to 0. OpenCL leaves what does not fit undefined.
int op_float_to_int(float v) {
  if (v != v) return 0;
  if (v >= 0x1p31f) return 0x7fffffff;
  if (v <= -0x1p31f) return (int)0x80000000u;
  return convert_int_rtz(v);
}

#define op_float_to_uchar(v) ((uchar)((v) != 0.0f ? 1 : 0))
#define op_int_to_float(v) convert_float_rte(v)
#define op_int_to_uchar(v) ((uchar)((v) != 0 ? 1 : 0))
#define op_uchar_to_float(v) ((v) != 0 ? 1.0f : 0.0f)
#define op_uchar_to_int(v) ((v) != 0 ? 1 : 0)

#define THEN_RELU 1
#define THEN_WHERE_ABOVE 2

#define where_above(limit, above, v) ((limit) < (above) ? (v) : (limit))

float ended(const float v, const int then, __global const float *above, const float limit) {
  if (then == THEN_RELU) return op_relu(v);
  return then == THEN_WHERE_ABOVE ? where_above(limit, *above, v) : v;
}
