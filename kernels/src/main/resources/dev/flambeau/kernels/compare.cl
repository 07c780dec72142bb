// Compare: two tensors of one type to a mask.    numerics.md: "Arithmetic" 4
// y: n bytes, 0 or 1, from y0 on.                Elements in runs: indexing.cl.
//
// Operands are stretched by NumPy's rules: see indexing.cl.
//
// Entry points: compare_equal_float, compare_equal_int, compare_equal_uchar,
// compare_not_equal_float, compare_not_equal_int, compare_not_equal_uchar, compare_less_float,
// compare_less_int, compare_less_uchar, compare_less_equal_float, compare_less_equal_int,
// compare_less_equal_uchar.

#define COMPARE(name, type)                                                                \
  __kernel void compare_##name##_##type(                                                   \
      __global const type *a, const int a0, const int8 a_strides, __global const type *b,  \
      const int b0, const int8 b_strides, __global uchar *y, const int y0,                 \
      const int8 sizes, const int n) {                                                     \
    EACH_ELEMENT(i, n) {                                                                   \
      const type left = a[a0 + strided(i, sizes, a_strides)];                              \
      const type right = b[b0 + strided(i, sizes, b_strides)];                             \
      y[y0 + i] = op_##name(left, right);                                                  \
    }                                                                                      \
  }

#define COMPARE_ALL(name) COMPARE(name, float) COMPARE(name, int) COMPARE(name, uchar)

COMPARE_ALL(equal)
COMPARE_ALL(not_equal)
COMPARE_ALL(less)
COMPARE_ALL(less_equal)
