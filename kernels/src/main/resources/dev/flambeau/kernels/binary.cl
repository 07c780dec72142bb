// Binary: two tensors, element by element.       numerics.md: "Elementwise"
// y: n elements from y0 on.                      Elements in runs: indexing.cl.
//
// binary_OP           a[a0 + i * a_step], b[b0 + i * b_step]: a step is 1, or 0 for a single number
// binary_OP_strided   operands stretched by NumPy's rules: see indexing.cl
//
// Entry points: binary_add, binary_add_strided, binary_sub, binary_sub_strided, binary_mul,
// binary_mul_strided, binary_div, binary_div_strided.

#define BINARY(name)                                                                       \
  __kernel void binary_##name(__global const float *a, const int a0, const int a_step,     \
                              __global const float *b, const int b0, const int b_step,     \
                              __global float *y, const int y0, const int n) {              \
    a += a0;                                                                               \
    b += b0;                                                                               \
    y += y0;                                                                               \
    if (a_step == 1 && b_step == 1) { /* said apart, so that it becomes vectors */         \
      EACH_ELEMENT(i, n) y[i] = op_##name(a[i], b[i]);                                     \
    } else if (b_step == 0) {                                                              \
      const float right = b[0];                                                            \
      EACH_ELEMENT(i, n) y[i] = op_##name(a[i * a_step], right);                           \
    } else {                                                                               \
      EACH_ELEMENT(i, n) y[i] = op_##name(a[i * a_step], b[i * b_step]);                   \
    }                                                                                      \
  }                                                                                        \
  __kernel void binary_##name##_strided(                                                   \
      __global const float *a, const int a0, const int8 a_strides, __global const float *b,\
      const int b0, const int8 b_strides, __global float *y, const int y0,                 \
      const int8 sizes, const int n) {                                                     \
    EACH_ELEMENT(i, n) {                                                                   \
      y[y0 + i] = op_##name(a[a0 + strided(i, sizes, a_strides)],                          \
                            b[b0 + strided(i, sizes, b_strides)]);                         \
    }                                                                                      \
  }

BINARY(add)
BINARY(sub)
BINARY(mul)
BINARY(div)
