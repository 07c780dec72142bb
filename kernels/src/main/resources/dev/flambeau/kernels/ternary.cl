// Ternary: three tensors, element by element.    numerics.md: "Elementwise"
// y: n elements from y0 on.                      Elements in runs: indexing.cl.
//
// Operands are stretched by NumPy's rules: see indexing.cl. A choice moves bits, so that it serves
// every type of its size.
//
// Entry points: ternary_where_uint, ternary_where_uchar, ternary_fma.

#define WHERE(type)                                                                        \
  __kernel void ternary_where_##type(                                                      \
      __global const uchar *condition, const int c0, const int8 c_strides,                 \
      __global const type *a, const int a0, const int8 a_strides, __global const type *b,  \
      const int b0, const int8 b_strides, __global type *y, const int y0,                  \
      const int8 sizes, const int n) {                                                     \
    EACH_ELEMENT(i, n) {                                                                   \
      y[y0 + i] = op_where(condition[c0 + strided(i, sizes, c_strides)],                   \
                           a[a0 + strided(i, sizes, a_strides)],                           \
                           b[b0 + strided(i, sizes, b_strides)]);                          \
    }                                                                                      \
  }

WHERE(uint)
WHERE(uchar)

__kernel void ternary_fma(__global const float *a, const int a0, const int8 a_strides,
                          __global const float *b, const int b0, const int8 b_strides,
                          __global const float *c, const int c0, const int8 c_strides,
                          __global float *y, const int y0, const int8 sizes, const int n) {
  EACH_ELEMENT(i, n) {
    y[y0 + i] = op_fma(a[a0 + strided(i, sizes, a_strides)], b[b0 + strided(i, sizes, b_strides)],
                       c[c0 + strided(i, sizes, c_strides)]);
  }
}
