// Binary: two tensors, element by element.       numerics.md: "Elementwise"
// y: n elements from y0 on.                      One work-item per element.
//
// binary_OP           a[a0 + i * a_step], b[b0 + i * b_step]: a step is 1, or 0 for a single number
// binary_OP_strided   operands stretched by NumPy's rules: see indexing.cl
//
// Entry points: binary_add, binary_sub, binary_mul, binary_div, and each with _strided.

#define BINARY(name, operator)                                                             \
  __kernel void binary_##name(__global const float *a, const int a0, const int a_step,     \
                              __global const float *b, const int b0, const int b_step,     \
                              __global float *y, const int y0, const int n) {              \
    const int i = (int)get_global_id(0);                                                   \
    if (i < n) y[y0 + i] = a[a0 + i * a_step] operator b[b0 + i * b_step];                 \
  }                                                                                        \
  __kernel void binary_##name##_strided(                                                   \
      __global const float *a, const int a0, const int8 a_strides, __global const float *b,\
      const int b0, const int8 b_strides, __global float *y, const int y0,                 \
      const int8 sizes, const int n) {                                                     \
    const int i = (int)get_global_id(0);                                                   \
    if (i < n) {                                                                           \
      y[y0 + i] = a[a0 + strided(i, sizes, a_strides)]                                     \
          operator b[b0 + strided(i, sizes, b_strides)];                                   \
    }                                                                                      \
  }

BINARY(add, +)
BINARY(sub, -)
BINARY(mul, *)
BINARY(div, /)
